# METADATA
# scope: package
# title: Business logic has a case that shows it
# description: Every transformation that is made here has at least one example, which dbt runs as a unit test.
# related_resources:
#   - ref: https://docs.getdbt.com/docs/build/unit-tests
# custom:
#   id: DOC-004
#   category: documentation
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: An example says what a rule means in a way that can fail when somebody changes it.
#   remediation: Add `examples` with `given` and `expect` to the transformation.
#   examples:
#     pass: |
#       spec: { lineage: { transformations: [{ name: a, from: orders, examples: [{ name: b, given: {}, expect: [] }] }] } }
#     fail: |
#       spec: { lineage: { transformations: [{ name: a, from: orders }] } }
package policies.doc_004

import data.policies.lib
import rego.v1

subjects contains ["spec", "lineage", "transformations", index] if {
	some index, step in lib.items(["spec", "lineage", "transformations"])
	step.from
}

warn contains result if {
	some index, step in lib.items(["spec", "lineage", "transformations"])
	step.from
	lib.blank(object.get(step, "examples", null))
	result := {
		"msg": sprintf("the transformation `%v` has no example", [object.get(step, "name", index)]),
		"path": ["spec", "lineage", "transformations", index],
		"help": "add `examples`: rows that go in, and the rows that come out",
	}
}
