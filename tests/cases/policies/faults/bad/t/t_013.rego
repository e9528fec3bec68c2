# METADATA
# scope: package
# title: Title of T-013
# description: What T-013 asks for.
# custom:
#   id: T-013
#   category: t
#   severity: error
#   rationale: the reason of T-013
#   remediation: do what T-013 asks for
#   parameters:
#     a: { type: duration, tighten: lower, description: A }
#     b: { type: integer, tighten: lower, description: B }
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_013

import rego.v1

defaults := {"a": "two hours", "c": 1}

deny contains "x" if false
