# METADATA
# scope: package
# title: The inputs are fresh enough for the promise
# description: No input port may be older, before it fails, than the product may be.
# custom:
#   id: SLO-007
#   category: slo
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     A product cannot be fresher than what it is made from: its alarm would ring for a fault of somebody else.
#   remediation: Tighten the input port's `freshness.error`, or lengthen the product's.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: a, freshness: { error: 1h } }], slo: { freshness: { target: 1h } } }
#     fail: |
#       spec: { inputPorts: [{ name: a, freshness: { error: 1 day } }], slo: { freshness: { target: 1h } } }
package policies.slo_007

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if {
	some index, port in lib.items(["spec", "inputPorts"])
	port.freshness
}

warn contains result if {
	some index, port in lib.items(["spec", "inputPorts"])
	lib.seconds(port.freshness.error) > limit
	result := {
		"msg": sprintf("the input port `%v` may be %v old, longer than the product", [port.name, port.freshness.error]),
		"path": ["spec", "inputPorts", index, "freshness", "error"],
	}
}

# Left out, the error bound is three times the target.
limit := lib.seconds(lib.spec.slo.freshness.error) if lib.spec.slo.freshness.error

limit := 3 * lib.seconds(lib.spec.slo.freshness.target) if not lib.spec.slo.freshness.error
