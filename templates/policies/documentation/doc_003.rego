# METADATA
# scope: package
# title: Input ports are described
# description: Every input port says what the source holds.
# custom:
#   id: DOC-003
#   category: documentation
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Who repairs the product at night has to know what arrives, without asking the team of the source.
#   remediation: Add `description` to the input port.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: orders, description: One row per order }] }
#     fail: |
#       spec: { inputPorts: [{ name: orders }] }
package policies.doc_003

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if some index, _ in lib.items(["spec", "inputPorts"])

warn contains result if {
	some index, port in lib.items(["spec", "inputPorts"])
	lib.blank(object.get(port, "description", null))
	result := {
		"msg": sprintf("the input port `%v` is not described", [object.get(port, "name", index)]),
		"path": ["spec", "inputPorts", index],
		"help": "say what one row of the source is",
	}
}
