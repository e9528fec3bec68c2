# METADATA
# scope: package
# title: Personal data is not kept too long
# description: The retention of a product with personal data is at most the bound.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: SEC-003
#   category: security
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     The law asks for storage limitation: as long as the purpose needs, and no longer.
#   remediation: Shorten `spec.access.retention`, or ask for a waiver that names the legal ground.
#   parameters:
#     max_retention:
#       type: duration
#       tighten: lower
#       description: The longest retention of personal data.
#   examples:
#     pass: |
#       spec: { access: { retention: 2 years }, schema: { fields: [{ name: email, pii: true }] } }
#     fail: |
#       spec: { access: { retention: 30 years }, schema: { fields: [{ name: email, pii: true }] } }
package policies.sec_003

import data.policies.lib
import rego.v1

defaults := {"max_retention": "10 years"}

parameters := object.union(defaults, lib.parameters("SEC-003"))

deny contains result if {
	lib.holds_personal_data
	retention := lib.manifest.spec.access.retention
	lib.seconds(retention) > lib.seconds(parameters.max_retention)
	result := {
		"msg": sprintf("personal data is kept for %v, longer than %v", [retention, parameters.max_retention]),
		"path": ["spec", "access", "retention"],
		"help": sprintf("keep it for at most %v", [parameters.max_retention]),
	}
}
