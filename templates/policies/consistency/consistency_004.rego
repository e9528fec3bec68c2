# METADATA
# scope: package
# title: The list of personal fields agrees with the schema
# description: >-
#   Every field that the privacy section lists exists and is tagged personal, and every personal field is listed where
#   there is a list.
# custom:
#   id: CONSISTENCY-004
#   category: consistency
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Masking follows the schema; a field that is only listed would be shown in clear, and one that is only tagged is
#     overlooked by whoever reads the list.
#   remediation: Make the list and the tags agree.
#   examples:
#     pass: |
#       spec: { access: { privacy: { piiFields: [email] } }, schema: { fields: [{ name: email, pii: true }] } }
#     fail: |
#       spec: { access: { privacy: { piiFields: [email, phone] } }, schema: { fields: [{ name: email, pii: true }] } }
package policies.consistency_004

import data.policies.lib
import rego.v1

subjects contains name if some name in lib.texts(["spec", "access", "privacy", "piiFields"])

deny contains result if {
	some index, name in lib.texts(["spec", "access", "privacy", "piiFields"])
	is_string(name)
	snake := lib.snake(name)
	not snake in tagged
	result := {
		"msg": sprintf("`%v` is listed as personal, and no field of that name is tagged so", [name]),
		"path": ["spec", "access", "privacy", "piiFields", index],
		"help": "tag the field `pii: true`, or take it off the list",
	}
}

deny contains result if {
	count(lib.texts(["spec", "access", "privacy", "piiFields"])) > 0
	some entry in lib.personal_fields
	count(entry.around) == 0
	snake := lib.snake(entry.field.name)
	not snake in listed
	result := {
		"msg": sprintf("`%v` is tagged personal, and the privacy section does not list it", [entry.name]),
		"path": entry.path,
		"help": "add it to `spec.access.privacy.piiFields`",
	}
}

tagged := {lib.snake(entry.field.name) | some entry in lib.personal_fields}

listed := {lib.snake(name) | some name in lib.texts(["spec", "access", "privacy", "piiFields"])}
