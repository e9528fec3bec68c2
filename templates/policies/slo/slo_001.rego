# METADATA
# scope: package
# title: The availability target is high enough
# description: The availability target is at least the bound. Without a target, nothing is promised.
# custom:
#   id: SLO-001
#   category: slo
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: A product that others build on is only as available as its weakest input.
#   remediation: Raise `spec.slo.availability.target`, or promise one.
#   parameters:
#     min_target:
#       type: percentage
#       tighten: higher
#       description: The least availability.
#   examples:
#     pass: |
#       spec: { slo: { availability: { target: 99.9% } } }
#     fail: |
#       spec: { slo: { availability: { target: 95% } } }
package policies.slo_001

import data.policies.lib
import rego.v1

defaults := {"min_target": "99%"}

parameters := object.union(defaults, lib.parameters("SLO-001"))

warn contains result if {
	lib.manifest
	lib.silent(["spec", "slo", "availability", "target"])
	result := {
		"msg": sprintf("no availability target is promised; at least %v is expected", [parameters.min_target]),
		"path": ["spec", "slo", "availability", "target"],
	}
}

warn contains result if {
	target := lib.manifest.spec.slo.availability.target
	not lib.blank(target)
	not enough(target)
	result := {
		"msg": sprintf("the availability target %v is below %v", [lib.shown(target), parameters.min_target]),
		"path": ["spec", "slo", "availability", "target"],
		"help": sprintf("promise at least %v", [parameters.min_target]),
	}
}

enough(target) if lib.share(target) >= lib.share(parameters.min_target)
