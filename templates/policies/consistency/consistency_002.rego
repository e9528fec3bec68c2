# METADATA
# scope: package
# title: Tests are about fields that exist
# description: Every quality test, and the freshness column, names fields of the contract.
# custom:
#   id: CONSISTENCY-002
#   category: consistency
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     A test of a field that is not there checks nothing, or fails for a reason that has nothing to do with the data.
#   remediation: Correct the name, or declare the field.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: updated_at }] }, quality: { tests: [{ type: freshness, column: updated_at }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: id }] }, quality: { tests: [{ type: freshness, column: updated_at }] } }
package policies.consistency_002

import data.policies.lib
import rego.v1

subjects contains ["spec", "quality", "tests", index] if some index, _ in lib.items(["spec", "quality", "tests"])

deny contains result if {
	some mention in mentions
	is_string(mention.name)
	name := lib.snake(mention.name)
	not name in lib.column_names
	result := {
		"msg": sprintf("the contract has no field `%v`", [mention.name]),
		"path": mention.path,
		"help": "correct the name, or declare the field",
	}
}

mentions contains {"name": name, "path": ["spec", "quality", "tests", index, "column"]} if {
	some index, test in lib.items(["spec", "quality", "tests"])
	name := test.column
}

mentions contains {"name": name, "path": ["spec", "quality", "tests", index, "columns", position]} if {
	some index, test in lib.items(["spec", "quality", "tests"])
	is_array(test.columns)
	some position, name in test.columns
}

mentions contains {"name": column, "path": ["spec", "slo", "freshness", "column"]} if {
	column := lib.manifest.spec.slo.freshness.column
}
