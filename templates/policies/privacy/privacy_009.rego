# METADATA
# scope: package
# title: Nobody is a primary key
# description: A personal field is no part of the primary key.
# custom:
#   id: PRIVACY-009
#   category: privacy
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Keys travel: into joins, logs, indexes and other products. A person cannot be deleted from all of them.
#   remediation: Use a pseudonymous key, and keep the personal field beside it.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: customer_id, primaryKey: true, pii: false }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: email, primaryKey: true, pii: true }] } }
package policies.privacy_009

import data.policies.lib
import rego.v1

subjects contains entry.path if {
	some entry in lib.columns
	entry.field.primaryKey == true
}

warn contains result if {
	some entry in lib.columns
	entry.field.primaryKey == true
	lib.personal(entry)
	result := {
		"msg": sprintf("`%v` is personal, and part of the primary key", [entry.name]),
		"path": array.concat(entry.path, ["primaryKey"]),
		"help": "use a pseudonymous key",
	}
}
