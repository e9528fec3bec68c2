# METADATA
# scope: package
# title: Rows can be told apart
# description: The schema has a primary key, and no part of it may be missing.
# custom:
#   id: SCHEMA-008
#   category: schema
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: Without a key nobody can join, deduplicate or correct a row, and a rebuilt row is a new one.
#   remediation: >-
#     Mark the identifying fields `primaryKey: true` and `required: true`.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: order_id, primaryKey: true, required: true }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: order_id, type: uuid }] } }
package policies.schema_008

import data.policies.lib
import rego.v1

deny contains result if {
	count(lib.columns) > 0
	not any_key
	result := {
		"msg": "no field is part of a primary key",
		"path": ["spec", "schema", "fields"],
		"key": true,
		"help": "mark the identifying fields `primaryKey: true`",
	}
}

any_key if {
	some entry in lib.columns
	entry.field.primaryKey == true
}

deny contains result if {
	some entry in lib.columns
	entry.field.primaryKey == true
	object.get(entry.field, "required", false) != true
	result := {
		"msg": sprintf("`%v` is part of the primary key, and may be missing", [entry.name]),
		"path": entry.path,
		"help": "add `required: true`",
	}
}
