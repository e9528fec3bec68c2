# METADATA
# scope: package
# title: Every field says whether it is personal
# description: >-
#   Each field of the contract says `pii: true` or `pii: false`. Members of a struct that says so need not repeat it.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: PRIVACY-001
#   category: privacy
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Masking follows the tag. A field that says nothing would be shown in clear, and nobody would have decided so.
#   remediation: >-
#     Add `pii: true` or `pii: false` to the field.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: order_id, pii: false }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: order_id }] } }
package policies.privacy_001

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.fields

deny contains result if {
	some entry in lib.fields
	not decided(entry)
	result := {
		"msg": sprintf("field `%v` does not say whether it holds personal data", [entry.name]),
		"path": entry.path,
		"help": "add `pii: true` or `pii: false`",
	}
}

decided(entry) if is_boolean(entry.field.pii)

decided(entry) if {
	some above in entry.around
	is_boolean(above.pii)
}
