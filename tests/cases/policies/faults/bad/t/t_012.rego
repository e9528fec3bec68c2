# METADATA
# scope: package
# title: Title of T-012
# description: What T-012 asks for.
# custom:
#   id: T-012
#   category: t
#   severity: error
#   rationale: the reason of T-012
#   remediation: do what T-012 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_012

import rego.v1

allow := true
