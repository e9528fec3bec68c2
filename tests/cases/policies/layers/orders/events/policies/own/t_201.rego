# METADATA
# scope: package
# title: Title of T-201
# description: What T-201 asks for.
# custom:
#   id: T-201
#   category: t
#   severity: error
#   rationale: the reason of T-201
#   remediation: do what T-201 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_201

import rego.v1

deny contains {"msg": "the product asks for more", "file": "notes.yml", "path": ["list", 1]}

deny contains {"msg": "of a file that is not there", "file": "gone.yml"}
