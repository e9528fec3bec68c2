# METADATA
# scope: package
# title: Title of T-014
# description: What T-014 asks for.
# custom:
#   id: T-014
#   category: t
#   severity: error
#   rationale: the reason of T-014
#   remediation: do what T-014 asks for
#   parameters:
#     a: { type: text, tighten: lower, description: A }
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_014

import rego.v1

defaults := {"a": "x"}

deny contains "x" if false
