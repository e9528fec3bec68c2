# METADATA
# scope: package
# title: The schema says what it must
# description: A product's schema has a version and fields.
# custom:
#   id: SCHEMA-001
#   category: schema
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: false
#   rationale: >-
#     A schema without fields is no contract: consumers could rely on nothing, and nothing could be checked.
#   remediation: Add the missing key below `spec.schema`.
#   parameters:
#     required:
#       type: list
#       tighten: superset
#       description: Keys that a schema has.
#   examples:
#     pass: |
#       spec: { schema: { version: 1.0.0, fields: [{ name: order_id, type: uuid }] } }
#     fail: |
#       spec: { schema: { version: 1.0.0 } }
package policies.schema_001

import data.policies.lib
import rego.v1

defaults := {"required": ["version", "fields"]}

parameters := object.union(defaults, lib.parameters("SCHEMA-001"))

subjects contains key if some key in parameters.required

deny contains result if {
	lib.manifest
	some key in parameters.required
	lib.silent(["spec", "schema", key])
	result := {
		"msg": sprintf("the schema lacks `%v`", [key]),
		"path": ["spec", "schema", key],
		"help": sprintf("add `%v` to the schema", [key]),
	}
}
