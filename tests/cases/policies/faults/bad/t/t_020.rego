# METADATA
# scope: package
# title: Title of T-020
# description: What T-020 asks for.
# custom:
#   id: T-020
#   category: t
#   severity: error
#   rationale: the reason of T-020
#   remediation: do what T-020 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_020

import rego.v1

deny contains {"msg": "a", "file": "../mesh.yaml"}
