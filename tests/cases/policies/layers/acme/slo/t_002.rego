# METADATA
# scope: package
# title: Title of T-002
# description: What T-002 asks for.
# custom:
#   id: T-002
#   category: t
#   severity: warning
#   rationale: the reason of T-002
#   remediation: do what T-002 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_002

import rego.v1

warn contains {"msg": "always a warning", "path": ["spec", "nothing", "here"]}
