# METADATA
# scope: package
# title: Descriptions say something
# description: A field's description is longer than its name, and neither repeats it nor puts the work off.
# custom:
#   id: SCHEMA-004
#   category: schema
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: A description that repeats the name tells nobody what the value means.
#   remediation: >-
#     Say what the value means: its unit, its time zone, what an absent value stands for.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: order_id, description: The order that the event belongs to }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: order_id, description: The order ID. }] } }
package policies.schema_004

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.fields

warn contains result if {
	some entry in lib.fields
	description := entry.field.description
	is_string(description)
	empty_words(entry, description)
	result := {
		"msg": sprintf("the description of `%v` says nothing: `%v`", [entry.name, lib.shown(description)]),
		"path": array.concat(entry.path, ["description"]),
		"help": "say what the value means, and in which unit",
	}
}

empty_words(entry, description) if {
	count(description) < (2 * count(entry.words)) + 10
	not lib.blank(description)
	words := {word | some word in regex.split(`[^a-z0-9]+`, lower(description))}
	count((words - {"", "a", "an", "the"}) - {word | some word in split(entry.words, "_")}) == 0
}

empty_words(_, description) if {
	lib.placeholder(description)
	not lib.blank(description)
}
