# METADATA
# scope: package
# title: Consumers are not broken by a new version
# description: The compatibility mode is BACKWARD or stricter.
# related_resources:
#   - ref: https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
# custom:
#   id: EVOLUTION-001
#   category: evolution
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: With NONE, or FORWARD alone, a reader of the new schema cannot read what was written before.
#   remediation: Set `spec.schema.evolution`, best to FULL_TRANSITIVE.
#   parameters:
#     allowed:
#       type: list
#       tighten: subset
#       description: The modes that a product may have.
#   examples:
#     pass: |
#       spec: { schema: { evolution: FULL_TRANSITIVE } }
#     fail: |
#       spec: { schema: { evolution: NONE } }
package policies.evolution_001

import data.policies.lib
import rego.v1

defaults := {"allowed": ["BACKWARD", "BACKWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"]}

parameters := object.union(defaults, lib.parameters("EVOLUTION-001"))

deny contains result if {
	mode := lib.manifest.spec.schema.evolution
	not mode in parameters.allowed
	result := {
		"msg": sprintf("the compatibility mode `%v` lets changes pass that break consumers", [lib.shown(mode)]),
		"path": ["spec", "schema", "evolution"],
		"help": sprintf("use one of %v", [lib.quoted(parameters.allowed)]),
	}
}
