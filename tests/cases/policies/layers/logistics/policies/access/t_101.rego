# METADATA
# scope: package
# title: Title of T-101
# description: What T-101 asks for.
# custom:
#   id: T-101
#   category: t
#   severity: error
#   rationale: the reason of T-101
#   remediation: do what T-101 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_101

import rego.v1

deny contains {"msg": "the domain asks for more", "path": ["metadata", "name"], "key": true}
