# METADATA
# scope: package
# title: Freshness is promised
# description: The service levels name a freshness target.
# custom:
#   id: SLO-002
#   category: slo
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: false
#   rationale: How old the data may be is the first thing a consumer needs to know, and what the alarms watch.
#   remediation: Add `spec.slo.freshness.target`, such as `1 hour`.
#   examples:
#     pass: |
#       spec: { slo: { freshness: { target: 1 hour } } }
#     fail: |
#       spec: { slo: { availability: { target: 99.9% } } }
package policies.slo_002

import data.policies.lib
import rego.v1

deny contains result if {
	lib.manifest
	lib.silent(["spec", "slo", "freshness", "target"])
	result := {
		"msg": "no freshness target is promised",
		"path": ["spec", "slo", "freshness", "target"],
		"help": "add one, such as `1 hour`",
	}
}
