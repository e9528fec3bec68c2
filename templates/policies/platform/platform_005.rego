# METADATA
# scope: package
# title: The required documentation is there
# description: The manifest holds each part of the documentation that the platform requires.
# custom:
#   id: PLATFORM-005
#   category: platform
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: The catalog shows these parts of every product; a hole there is a question to the team.
#   remediation: Add what is missing.
#   parameters:
#     required:
#       type: list
#       tighten: superset
#       description: Parts of the documentation that every product has.
#   examples:
#     pass: |
#       { metadata: { owner: { team: a } }, spec: { description: One row per order, schema: { fields: [{ name: id }] }, slo: { freshness: { target: 1h } } } }
#     fail: |
#       { metadata: { owner: { team: a } }, spec: { schema: { fields: [{ name: id }] }, slo: { freshness: { target: 1h } } } }
package policies.platform_005

import data.policies.lib
import rego.v1

defaults := {"required": ["schema", "description", "owner", "slo"]}

parameters := object.union(defaults, lib.parameters("PLATFORM-005"))

subjects contains part if some part in parameters.required

deny contains result if {
	lib.manifest
	some part in parameters.required
	path := object.get(places, part, ["spec", part])
	lib.silent(path)
	result := {
		"msg": sprintf("the documentation lacks `%v`", [part]),
		"path": path,
		"help": sprintf("add `%v`", [concat(".", path)]),
	}
}

# Where a part of the documentation stands, if not below `spec` under its name.
places := {
	"schema": ["spec", "schema", "fields"],
	"owner": ["metadata", "owner"],
	"title": ["metadata", "title"],
	"tags": ["metadata", "tags"],
	"catalog": ["metadata", "catalogUrl"],
	"retention": ["spec", "access", "retention"],
	"classification": ["spec", "access", "classification"],
	"consumers": ["spec", "access", "consumers"],
}
