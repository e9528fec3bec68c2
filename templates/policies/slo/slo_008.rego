# METADATA
# scope: package
# title: Inputs say how stale they may become
# description: >-
#   Every input port has a freshness: the column that tells the age, and a bound.
# related_resources:
#   - ref: https://docs.getdbt.com/reference/resource-properties/freshness
# custom:
#   id: SLO-008
#   category: slo
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: A source that stops is noticed at the source, not by the consumers of the product.
#   remediation: Add `freshness` with `column` and `error` to the input port.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: a, freshness: { column: updated_at, error: 2h } }] }
#     fail: |
#       spec: { inputPorts: [{ name: a }] }
package policies.slo_008

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if some index, _ in lib.items(["spec", "inputPorts"])

warn contains result if {
	some index, port in lib.items(["spec", "inputPorts"])
	not port.freshness.column
	result := {
		"msg": sprintf("the input port `%v` does not say how stale it may become", [object.get(port, "name", index)]),
		"path": ["spec", "inputPorts", index],
		"help": "add `freshness` with `column` and `error`",
	}
}
