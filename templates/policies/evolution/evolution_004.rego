# METADATA
# scope: package
# title: Old versions leave with notice
# description: >-
#   An earlier version that is still served has the day it was deprecated and the day it goes, far enough apart.
# custom:
#   id: EVOLUTION-004
#   category: evolution
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: Consumers plan in quarters; a version that goes overnight takes their products with it.
#   remediation: Move `removed` of the earlier version further away.
#   parameters:
#     min_window:
#       type: duration
#       tighten: higher
#       description: The least time between the two days.
#   examples:
#     pass: |
#       spec: { schema: { previous: [{ version: 1.4.0, deprecated: 2026-01-01, removed: 2026-07-01 }] } }
#     fail: |
#       spec: { schema: { previous: [{ version: 1.4.0, deprecated: 2026-01-01, removed: 2026-02-01 }] } }
package policies.evolution_004

import data.policies.lib
import rego.v1

defaults := {"min_window": "90 days"}

parameters := object.union(defaults, lib.parameters("EVOLUTION-004"))

subjects contains ["spec", "schema", "previous", index] if some index, _ in lib.items(["spec", "schema", "previous"])

deny contains result if {
	some index, version in lib.items(["spec", "schema", "previous"])
	some key in ["deprecated", "removed"]
	lib.blank(object.get(version, key, null))
	result := {
		"msg": sprintf("version %v does not say when it is %v", [object.get(version, "version", index), key]),
		"path": ["spec", "schema", "previous", index],
		"help": sprintf("add `%v`", [key]),
	}
}

deny contains result if {
	some index, version in lib.items(["spec", "schema", "previous"])
	days := lib.days(version.removed) - lib.days(version.deprecated)
	days * 86400 < lib.seconds(parameters.min_window)
	result := {
		"msg": sprintf("version %v goes %v days after it is deprecated; %v is the least", [version.version, days, parameters.min_window]),
		"path": ["spec", "schema", "previous", index, "removed"],
	}
}
