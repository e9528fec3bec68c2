# METADATA
# scope: package
# title: Title of T-003
# description: What T-003 asks for.
# custom:
#   id: T-003
#   category: t
#   severity: error
#   rationale: the reason of T-003
#   remediation: do what T-003 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_003

import rego.v1

deny contains "switched off"
