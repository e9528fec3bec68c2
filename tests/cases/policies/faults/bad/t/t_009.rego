# METADATA
# scope: package
# title: Title of T-009
# description: What T-009 asks for.
# custom:
#   id: T-009
#   category: t
#   severity: error
#   rationale: the reason of T-009
#   remediation: do what T-009 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_009

import rego.v1

value := 1 if input.manifest.kind

value := 2 if input.manifest.metadata

deny contains value
