# METADATA
# scope: package
# title: Every version is compatible with every other
# description: The compatibility mode is FULL_TRANSITIVE.
# related_resources:
#   - ref: https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html
# custom:
#   id: EVOLUTION-002
#   category: evolution
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     BACKWARD alone lets a field's removal, a rename and a widening pass, and each breaks a consumer that is already
#     deployed.
#   remediation: Set `spec.schema.evolution` to FULL_TRANSITIVE.
#   examples:
#     pass: |
#       spec: { schema: { evolution: FULL_TRANSITIVE } }
#     fail: |
#       spec: { schema: { evolution: BACKWARD } }
package policies.evolution_002

import data.policies.lib
import rego.v1

warn contains result if {
	mode := lib.manifest.spec.schema.evolution
	mode != "FULL_TRANSITIVE"
	result := {
		"msg": sprintf("the compatibility mode is `%v`", [lib.shown(mode)]),
		"path": ["spec", "schema", "evolution"],
		"help": "use `FULL_TRANSITIVE`: within a major version nothing breaks, in either direction",
	}
}
