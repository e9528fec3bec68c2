# METADATA
# scope: package
# title: Completeness is promised, and high enough
# description: The product promises which share of its rows arrives whole, at least the bound.
# custom:
#   id: SLO-005
#   category: slo
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: Rows that are missing without a word make every sum wrong, and nobody notices.
#   remediation: Add `spec.slo.completeness.target`, such as `99.5%`.
#   parameters:
#     min_target:
#       type: percentage
#       tighten: higher
#       description: The least completeness.
#   examples:
#     pass: |
#       spec: { slo: { completeness: { target: 99.5% } } }
#     fail: |
#       spec: { slo: { completeness: { target: 80% } } }
package policies.slo_005

import data.policies.lib
import rego.v1

defaults := {"min_target": "95%"}

parameters := object.union(defaults, lib.parameters("SLO-005"))

deny contains result if {
	lib.manifest
	lib.silent(["spec", "slo", "completeness", "target"])
	result := {
		"msg": "no completeness target is promised",
		"path": ["spec", "slo", "completeness", "target"],
		"help": "add one, such as `99.5%`",
	}
}

deny contains result if {
	target := lib.manifest.spec.slo.completeness.target
	not lib.blank(target)
	not enough(target)
	result := {
		"msg": sprintf("the completeness target %v is below %v, or no share", [lib.shown(target), parameters.min_target]),
		"path": ["spec", "slo", "completeness", "target"],
		"help": sprintf("promise at least %v", [parameters.min_target]),
	}
}

enough(target) if lib.share(target) >= lib.share(parameters.min_target)
