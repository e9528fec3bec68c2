# METADATA
# scope: package
# title: Title of T-018
# description: What T-018 asks for.
# custom:
#   id: T-018
#   category: t
#   severity: error
#   rationale: the reason of T-018
#   remediation: do what T-018 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_018

import rego.v1

value := 1

value := 2

deny contains value
