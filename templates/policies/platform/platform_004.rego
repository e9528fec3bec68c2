# METADATA
# scope: package
# title: The required tests are there
# description: The contract implies, or the quality section names, each kind of test that the platform requires.
# custom:
#   id: PLATFORM-004
#   category: platform
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: Duplicates, holes and stale rows are what consumers suffer from most, and what is cheapest to catch.
#   remediation: >-
#     Mark the key `primaryKey: true` and `required: true`, promise freshness, or add the test.
#   parameters:
#     required:
#       type: list
#       tighten: superset
#       description: Types of tests that every product has.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: id, primaryKey: true, required: true }] }, slo: { freshness: { target: 1h } } }
#     fail: |
#       spec: { schema: { fields: [{ name: id }] }, slo: { freshness: { target: 1h } } }
package policies.platform_004

import data.policies.lib
import rego.v1

defaults := {"required": ["uniqueness", "not_null", "freshness"]}

parameters := object.union(defaults, lib.parameters("PLATFORM-004"))

subjects contains kind if some kind in parameters.required

deny contains result if {
	lib.manifest
	some kind in parameters.required
	not kind in implied
	not kind in named
	result := {
		"msg": sprintf("nothing tests `%v`", [kind]),
		"path": ["spec", "quality", "tests"],
		"help": sprintf("add a test of the type `%v`, or what implies it", [kind]),
	}
}

named := {test.type | some test in lib.items(["spec", "quality", "tests"])}

implied contains "uniqueness" if {
	some entry in lib.columns
	true in {entry.field.primaryKey, object.get(entry.field, "unique", false)}
}

implied contains "uniqueness" if {
	some entry in lib.columns
	entry.field.unique == true
}

implied contains "not_null" if {
	some entry in lib.columns
	entry.field.required == true
}

implied contains "accepted_values" if {
	some entry in lib.columns
	not lib.blank(object.get(entry.field, "enum", null))
}

implied contains "freshness" if not lib.silent(["spec", "slo", "freshness", "target"])

implied contains "completeness" if not lib.silent(["spec", "slo", "completeness", "target"])
