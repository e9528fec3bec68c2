# METADATA
# scope: package
# title: Tests and service levels say the same
# description: >-
#   A freshness test allows no more than the age that fails, and a completeness test no less than the share that
#   fails.
# custom:
#   id: CONSISTENCY-003
#   category: consistency
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Two numbers for one promise: consumers read the one, and the alarm watches the other.
#   remediation: >-
#     Let the test follow `spec.slo`, or leave it out: the service levels are tested anyway.
#   examples:
#     pass: |
#       spec: { slo: { freshness: { target: 1h, error: 4h, column: seen_at } }, quality: { tests: [{ type: freshness, column: seen_at, maxAge: 4h }] } }
#     fail: |
#       spec: { slo: { freshness: { target: 1h, error: 90m, column: seen_at } }, quality: { tests: [{ type: freshness, column: seen_at, maxAge: 2h }] } }
package policies.consistency_003

import data.policies.lib
import rego.v1

subjects contains ["spec", "quality", "tests", index] if {
	some index, test in lib.items(["spec", "quality", "tests"])
	test.type == "freshness"
}

deny contains result if {
	some index, test in lib.items(["spec", "quality", "tests"])
	test.type == "freshness"
	lib.snake(test.column) == age_column
	lib.seconds(test.maxAge) > bound
	result := {
		"msg": sprintf("the test allows an age of %v, more than the service level that fails", [test.maxAge]),
		"path": ["spec", "quality", "tests", index, "maxAge"],
		"help": "let it follow `spec.slo.freshness.error`",
	}
}

age_column := lib.snake(lib.spec.slo.freshness.column)

# Left out, the error bound is three times the target.
bound := lib.seconds(lib.spec.slo.freshness.error) if lib.spec.slo.freshness.error

bound := 3 * lib.seconds(lib.spec.slo.freshness.target) if not lib.spec.slo.freshness.error
