# METADATA
# scope: package
# title: Personal data is masked
# description: >-
#   Every personal field has a mask: its own, the one of the struct around it, or the product's.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: PRIVACY-005
#   category: privacy
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: What consumers see of a person is decided by the owner, not left to a default that may change.
#   remediation: Add `mask` to the field, or `spec.access.privacy.masking`.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: email, pii: true, mask: hash }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: email, pii: true }] } }
package policies.privacy_005

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.personal_fields

deny contains result if {
	lib.silent(["spec", "access", "privacy", "masking"])
	some entry in lib.personal_fields
	count([one | some one in array.concat(entry.around, [entry.field]); one.mask]) == 0
	result := {
		"msg": sprintf("`%v` is personal, and it is not said how consumers see it", [entry.name]),
		"path": entry.path,
		"help": "add `mask: hash`, `redact` or `\"null\"`, or `masking` to the privacy section",
	}
}
