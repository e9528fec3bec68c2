# METADATA
# scope: package
# title: The retention is stated
# description: The product says for how long its data is kept.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: SEC-002
#   category: security
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: false
#   rationale: Data that is kept for ever is a cost, and personal data that is kept for ever is an offence.
#   remediation: Add `spec.access.retention`, such as `7 years`.
#   examples:
#     pass: |
#       spec: { access: { retention: 7 years } }
#     fail: |
#       spec: { access: { classification: internal } }
package policies.sec_002

import data.policies.lib
import rego.v1

deny contains result if {
	lib.manifest
	lib.silent(["spec", "access", "retention"])
	result := {
		"msg": "it is not said for how long the data is kept",
		"path": ["spec", "access", "retention"],
		"help": "add `retention`, such as `7 years`",
	}
}

deny contains result if {
	retention := lib.manifest.spec.access.retention
	not lib.blank(retention)
	not lib.seconds(retention)
	result := {
		"msg": sprintf("the retention `%v` is no span of time", [lib.shown(retention)]),
		"path": ["spec", "access", "retention"],
		"help": "write it as `7 years` or `90 days`",
	}
}
