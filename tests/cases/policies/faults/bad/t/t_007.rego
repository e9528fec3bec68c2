# METADATA
# scope: package
# title: Title of T-007
# description: What T-007 asks for.
# custom:
#   id: T-007
#   category: t
#   severity: error
#   rationale: the reason of T-007
#   remediation: do what T-007 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_007

import rego.v1

deny contains x if x := no.such_function(1)
