# METADATA
# scope: package
# title: Every field is described
# description: Each field of the contract, members of structs included, has a description.
# custom:
#   id: SCHEMA-002
#   category: schema
#   severity: warning
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: Consumers choose by descriptions; without them they ask the team, or guess.
#   remediation: Describe what the field means, and in which unit.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: order_id, description: The order that the event belongs to }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: order_id }] } }
package policies.schema_002

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.fields

warn contains result if {
	some entry in lib.fields
	lib.blank(object.get(entry.field, "description", null))
	result := {
		"msg": sprintf("field `%v` has no description", [entry.name]),
		"path": entry.path,
		"help": "say what the value means, and in which unit",
	}
}
