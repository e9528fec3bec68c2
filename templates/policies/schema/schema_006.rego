# METADATA
# scope: package
# title: Moments are timestamps, days are dates
# description: A field whose name says that it holds a moment or a day has the type for it, not text and not a number.
# custom:
#   id: SCHEMA-006
#   category: schema
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: Text dates sort wrongly, hide their time zone, and each consumer parses them anew.
#   remediation: Give the field the type `timestamp` or `date`.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: updated_at, type: timestamp }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: updated_at, type: string }] } }
package policies.schema_006

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.fields

warn contains result if {
	some entry in lib.fields
	entry.kind in {"string", "int", "long"}
	regex.match(`_(at|on|date|datetime|timestamp)_$`, entry.words)
	not entry.field.enum
	result := {
		"msg": sprintf("`%v` holds a moment or a day, and its type is `%v`", [entry.name, entry.field.type]),
		"path": array.concat(entry.path, ["type"]),
		"help": "use `timestamp` or `date`",
	}
}
