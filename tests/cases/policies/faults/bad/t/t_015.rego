# METADATA
# scope: package
# title: Title of T-015
# description: What T-015 asks for.
# custom:
#   id: T-015
#   category: t
#   severity: error
#   rationale: the reason of T-015
#   remediation: do what T-015 asks for
#   parameters:
#     a: { type: text, tighten: fixed, description: A }
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_015

import rego.v1

deny contains "x" if false
