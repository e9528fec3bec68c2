# METADATA
# scope: package
# title: Title of T-001
# description: What T-001 asks for.
# custom:
#   id: T-001
#   category: t
#   severity: error
#   rationale: the reason of T-001
#   remediation: do what T-001 asks for
#   parameters:
#     most: { type: duration, tighten: lower, description: The longest target }
#     teams: { type: list, tighten: superset, description: Teams }
#     strict: { type: boolean, tighten: true, description: Whether it is strict }
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_001

import rego.v1

defaults := {"most": "120m", "teams": ["a"], "strict": false}

parameters := object.union(defaults, object.get(data, ["parameters", "T-001"], {}))

deny contains result if {
	result := {
		"msg": sprintf("target %s, bound %s, teams %s", [input.manifest.spec.slo.freshness.target, parameters.most, concat("+", parameters.teams)]),
		"path": ["spec", "slo", "freshness", "target"],
	}
}
