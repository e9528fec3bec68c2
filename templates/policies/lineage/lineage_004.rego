# METADATA
# scope: package
# title: Products are built on a version
# description: An input port that reads another product names the version that it builds on.
# custom:
#   id: LINEAGE-004
#   category: lineage
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: Who names the version is told before it goes; who does not is broken by the next one.
#   remediation: Add `version` to the location of the input port.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: a, location: { product: orders.order_events, version: "2" } }] }
#     fail: |
#       spec: { inputPorts: [{ name: a, location: { product: orders.order_events } }] }
package policies.lineage_004

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if {
	some index, port in lib.items(["spec", "inputPorts"])
	port.location.product
}

warn contains result if {
	some index, port in lib.items(["spec", "inputPorts"])
	product := port.location.product
	lib.blank(object.get(port.location, "version", null))
	result := {
		"msg": sprintf("it is not said which version of `%v` the product builds on", [product]),
		"path": ["spec", "inputPorts", index, "location"],
		"help": "add `version`, the major one at least",
	}
}
