# METADATA
# scope: package
# title: Title of T-011
# description: What T-011 asks for.
# custom:
#   id: T-011
#   category: t
#   severity: error
#   rationale: the reason of T-011
#   remediation: do what T-011 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_011

import rego.v1

deny := true
