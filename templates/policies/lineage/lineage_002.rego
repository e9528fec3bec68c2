# METADATA
# scope: package
# title: Every input says which system it comes from
# description: An input port names the system that its data comes from, or the data product.
# custom:
#   id: LINEAGE-002
#   category: lineage
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: A table name says nothing about who is to be asked, and two systems have a table `orders`.
#   remediation: Add `system` to the input port.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: orders, kind: postgres, system: orders-service }] }
#     fail: |
#       spec: { inputPorts: [{ name: orders, kind: postgres }] }
package policies.lineage_002

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if some index, _ in lib.items(["spec", "inputPorts"])

warn contains result if {
	some index, port in lib.items(["spec", "inputPorts"])
	lib.blank(object.get(port, "system", null))
	lib.blank(object.get(port, ["location", "product"], null))
	result := {
		"msg": sprintf("the input port `%v` does not say which system it comes from", [object.get(port, "name", index)]),
		"path": ["spec", "inputPorts", index],
		"help": "add `system`",
	}
}
