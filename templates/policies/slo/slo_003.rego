# METADATA
# scope: package
# title: The freshness target is within the bound
# description: >-
#   The freshness target is at most the bound. Where the age is told by a date, a day is the finest that can be
#   promised, and the bound for daily data holds.
# related_resources:
#   - ref: https://sre.google/sre-book/service-level-objectives/
# custom:
#   id: SLO-003
#   category: slo
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: Consumers combine products; one that is hours behind makes every combination hours behind.
#   remediation: Shorten `spec.slo.freshness.target`, or ask the governance board for a waiver.
#   parameters:
#     max_target:
#       type: duration
#       tighten: lower
#       description: The longest freshness target.
#     max_target_daily:
#       type: duration
#       tighten: lower
#       description: The longest freshness target where the age is told by a date.
#   examples:
#     pass: |
#       spec: { slo: { freshness: { target: 30m } } }
#     fail: |
#       spec: { slo: { freshness: { target: 3 hours } } }
package policies.slo_003

import data.policies.lib
import rego.v1

defaults := {
	"max_target": "120m",
	"max_target_daily": "24 hours",
}

parameters := object.union(defaults, lib.parameters("SLO-003"))

deny contains result if {
	target := lib.manifest.spec.slo.freshness.target
	not lib.blank(target)
	lib.seconds(target) > lib.seconds(bound)
	result := {
		"msg": sprintf("the freshness target %v is longer than %v", [lib.shown(target), bound]),
		"path": ["spec", "slo", "freshness", "target"],
		"help": sprintf("promise at most %v", [bound]),
	}
}

deny contains result if {
	target := lib.manifest.spec.slo.freshness.target
	not lib.blank(target)
	not lib.seconds(target)
	result := {
		"msg": sprintf("the freshness target `%v` is no span of time", [lib.shown(target)]),
		"path": ["spec", "slo", "freshness", "target"],
		"help": "write it as `30m` or `1 hour`",
	}
}

default daily := false

daily if {
	some entry in lib.columns
	entry.words == lib.words(lib.manifest.spec.slo.freshness.column)
	entry.kind == "date"
}

bound := parameters.max_target_daily if daily

bound := parameters.max_target if not daily
