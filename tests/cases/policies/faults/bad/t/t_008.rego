# METADATA
# scope: package
# title: Title of T-008
# description: What T-008 asks for.
# custom:
#   id: T-008
#   category: t
#   severity: error
#   rationale: the reason of T-008
#   remediation: do what T-008 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_008

import rego.v1

deny contains x if x := f(1)

f(n) := f(n + 1)
