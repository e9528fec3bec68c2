# METADATA
# scope: package
# title: Versions are semantic versions
# description: The versions of the product and of its schema are three numbers, as https://semver.org writes them.
# related_resources:
#   - ref: https://semver.org
# custom:
#   id: SCHEMA-003
#   category: schema
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: false
#   rationale: Consumers tell from the version whether a change breaks them. `01.2.3` and `2.1` do not say it.
#   remediation: Write the version as MAJOR.MINOR.PATCH, such as `2.1.0`.
#   examples:
#     pass: |
#       { metadata: { version: 2.1.0 }, spec: { schema: { version: 2.1.0 } } }
#     fail: |
#       { metadata: { version: "2.1" } }
package policies.schema_003

import data.policies.lib
import rego.v1

subjects := {["metadata", "version"], ["spec", "schema", "version"]}

deny contains result if {
	some path in subjects
	version := object.get(lib.manifest, path, null)
	not lib.blank(version)
	not lib.is_version(version)
	result := {
		"msg": sprintf("`%v` is no semantic version", [lib.shown(version)]),
		"path": path,
		"help": "write it as MAJOR.MINOR.PATCH, such as `2.1.0`",
	}
}
