# METADATA
# scope: package
# title: Personal data is classified as such
# description: >-
#   Personal fields are classified confidential or higher, by themselves, the struct around them, or the product.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: PRIVACY-004
#   category: privacy
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Access follows the classification; personal data that is merely internal is open to the whole organisation.
#   remediation: Raise `spec.access.classification`, or classify the field.
#   parameters:
#     allowed:
#       type: list
#       tighten: subset
#       description: The classifications that personal data may have.
#   examples:
#     pass: |
#       spec: { access: { classification: confidential }, schema: { fields: [{ name: email, pii: true }] } }
#     fail: |
#       spec: { access: { classification: internal }, schema: { fields: [{ name: email, pii: true }] } }
package policies.privacy_004

import data.policies.lib
import rego.v1

defaults := {"allowed": ["confidential", "restricted"]}

parameters := object.union(defaults, lib.parameters("PRIVACY-004"))

subjects contains entry.path if some entry in lib.personal_fields

deny contains result if {
	some entry in lib.personal_fields
	not high_enough(entry)
	result := {
		"msg": sprintf("`%v` is personal, and not classified %v", [entry.name, concat(" or ", parameters.allowed)]),
		"path": place(entry),
		"help": sprintf("classify the field or the product %v", [concat(" or ", parameters.allowed)]),
	}
}

high_enough(entry) if lib.classification(entry) in parameters.allowed

place(entry) := array.concat(entry.path, ["classification"]) if {
	entry.field.classification
} else := entry.path
