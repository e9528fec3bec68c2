# METADATA
# scope: package
# title: Names of products are for good
# description: The name of the product holds no version, no environment and no word for something temporary.
# custom:
#   id: NAMING-003
#   category: naming
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: The name is part of every address; the version has a key of its own, and environments come and go.
#   remediation: Take the word out of the name.
#   parameters:
#     refused:
#       type: list
#       tighten: superset
#       description: Words that no name of a product holds.
#   examples:
#     pass: |
#       metadata: { name: order_events }
#     fail: |
#       metadata: { name: order_events_v2 }
package policies.naming_003

import data.policies.lib
import rego.v1

defaults := {"refused": ["backup", "copy", "dev", "final", "new", "old", "prod", "staging", "temp", "tmp", "uat"]}

parameters := object.union(defaults, lib.parameters("NAMING-003"))

warn contains result if {
	name := lib.manifest.metadata.name
	words := lib.words(name)
	some word in parameters.refused
	lib.holds(words, word)
	result := finding(name, word)
}

warn contains result if {
	name := lib.manifest.metadata.name
	word := regex.find_n(`_v[0-9]+_`, lib.words(name), 1)[0]
	result := finding(name, trim(word, "_"))
}

finding(name, word) := {
	"msg": sprintf("the name `%v` holds `%v`", [name, word]),
	"path": ["metadata", "name"],
	"help": "take it out: a name stays, versions and environments do not",
}
