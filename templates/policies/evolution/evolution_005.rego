# METADATA
# scope: package
# title: Few versions are served at once
# description: At most so many major versions are served beside each other.
# custom:
#   id: EVOLUTION-005
#   category: evolution
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Every version that is served is built, tested, masked and explained; three of them are three products.
#   remediation: Help the last consumers of the oldest version over, and remove it.
#   parameters:
#     max_live:
#       type: integer
#       tighten: lower
#       description: The most major versions, the current one included.
#   examples:
#     pass: |
#       spec: { schema: { previous: [{ version: 1.4.0 }] } }
#     fail: |
#       spec: { schema: { previous: [{ version: 2.0.0 }, { version: 1.4.0 }] } }
package policies.evolution_005

import data.policies.lib
import rego.v1

defaults := {"max_live": 2}

parameters := object.union(defaults, lib.parameters("EVOLUTION-005"))

warn contains result if {
	live := count(lib.items(["spec", "schema", "previous"])) + 1
	live > parameters.max_live
	result := {
		"msg": sprintf("%v major versions are served at once; %v are the most", [live, parameters.max_live]),
		"path": ["spec", "schema", "previous"],
		"key": true,
	}
}
