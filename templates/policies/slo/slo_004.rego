# METADATA
# scope: package
# title: The bounds of a service level are in order
# description: >-
#   A freshness that warns is at least the target, and one that fails at least the one that warns; a completeness the
#   other way round. Input ports as well.
# custom:
#   id: SLO-004
#   category: slo
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     An alarm that fires before the promise is broken is noise; one that fires after the error bound never comes.
#   remediation: >-
#     Put the bounds in order: target, warn, error.
#   examples:
#     pass: |
#       spec: { slo: { freshness: { target: 30m, warn: 45m, error: 90m } } }
#     fail: |
#       spec: { slo: { freshness: { target: 30m, warn: 15m, error: 90m } } }
package policies.slo_004

import data.policies.lib
import rego.v1

subjects := {place | some place in freshness_places} | {["spec", "slo", "completeness"]}

freshness_places := {["spec", "slo", "freshness"]} | {["spec", "inputPorts", index, "freshness"] |
	some index, _ in lib.items(["spec", "inputPorts"])
}

pairs := {["target", "warn"], ["warn", "error"], ["target", "error"]}

deny contains result if {
	some place in freshness_places
	bounds := object.get(lib.manifest, place, {})
	ages := {key: age | some key in ["target", "warn", "error"]; age := lib.seconds(bounds[key])}
	some [first, second] in pairs
	ages[first] > ages[second]
	result := {
		"msg": sprintf("the freshness bound %v %v is shorter than %v %v", [second, bounds[second], first, bounds[first]]),
		"path": array.concat(place, [second]),
		"help": "put them in order: target, warn, error",
	}
}

deny contains result if {
	place := ["spec", "slo", "completeness"]
	bounds := object.get(lib.manifest, place, {})
	some [first, second] in pairs
	lib.share(bounds[first]) < lib.share(bounds[second])
	result := {
		"msg": sprintf("the completeness bound %v %v is higher than %v %v", [second, bounds[second], first, bounds[first]]),
		"path": array.concat(place, [second]),
		"help": "put them in order: target, warn, error",
	}
}
