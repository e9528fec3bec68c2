# METADATA
# scope: package
# title: Structs nest no deeper than people query
# description: Structs of the contract nest at most so many levels deep.
# custom:
#   id: SCHEMA-007
#   category: schema
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Every level is one more unnesting in every query, and some engines and tools stop at a depth of their own.
#   remediation: Flatten the struct, or make a product of its own of the inner one.
#   parameters:
#     max_depth:
#       type: integer
#       tighten: lower
#       description: The most levels; at most 4 can be told.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: a, type: struct, fields: [{ name: b, type: string }] }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: a, fields: [{ name: b, fields: [{ name: c, fields: [{ name: d }] }] }] }] } }
package policies.schema_007

import data.policies.lib
import rego.v1

defaults := {"max_depth": 2}

parameters := object.union(defaults, lib.parameters("SCHEMA-007"))

subjects contains entry.path if {
	some entry in lib.columns
	entry.field.fields
}

warn contains result if {
	some entry in lib.fields
	entry.field.fields
	count(entry.around) + 1 > parameters.max_depth
	result := {
		"msg": sprintf("the struct `%v` is nested deeper than %v levels", [entry.name, parameters.max_depth]),
		"path": array.concat(entry.path, ["fields"]),
	}
}
