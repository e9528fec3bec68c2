# METADATA
# scope: package
# title: Domains of people name their personal data
# description: >-
#   A product of a domain that is about people tags a personal field, or says in the privacy section that it has none.
# custom:
#   id: PRIVACY-007
#   category: privacy
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: In such a domain, having no personal data is a statement worth making, not an oversight.
#   remediation: >-
#     Tag the personal fields `pii: true`, or write `piiFields: []` below `spec.access.privacy`.
#   parameters:
#     domains:
#       type: list
#       tighten: superset
#       description: Words in the name of a domain that is about people.
#   examples:
#     pass: |
#       { metadata: { domain: customer }, spec: { schema: { fields: [{ name: email, pii: true }] } } }
#     fail: |
#       { metadata: { domain: customer }, spec: { schema: { fields: [{ name: segment, pii: false }] } } }
package policies.privacy_007

import data.policies.lib
import rego.v1

defaults := {"domains": ["customer", "employee", "patient", "people", "user"]}

parameters := object.union(defaults, lib.parameters("PRIVACY-007"))

deny contains result if {
	some domain in parameters.domains
	lib.holds(lib.words(lib.manifest.metadata.domain), domain)
	not lib.holds_personal_data
	not none_said
	result := {
		"msg": sprintf("a product of the domain `%v` names no personal field", [lib.manifest.metadata.domain]),
		"path": ["spec", "access", "privacy"],
		"help": "tag the personal fields, or say `piiFields: []`",
	}
}

none_said if is_array(lib.spec.access.privacy.piiFields)
