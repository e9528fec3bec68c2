# METADATA
# scope: package
# title: Title of T-017
# description: What T-017 asks for.
# custom:
#   id: T-017
#   category: t
#   severity: error
#   rationale: the reason of T-017
#   remediation: do what T-017 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_017

import rego.v1

deny contains {"msg": "the sound ones go on judging", "path": ["kind"]}
