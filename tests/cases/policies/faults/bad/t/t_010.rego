# METADATA
# scope: package
# title: Title of T-010
# description: What T-010 asks for.
# custom:
#   id: T-010
#   category: t
#   severity: error
#   rationale: the reason of T-010
#   remediation: do what T-010 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_010

import rego.v1

deny contains {"message": "a", "path": []}
