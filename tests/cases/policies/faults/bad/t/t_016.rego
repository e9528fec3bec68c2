# METADATA
# scope: package
# title: Title of t-16
# description: What t-16 asks for.
# custom:
#   id: t-16
#   category: t
#   severity: error
#   rationale: the reason of t-16
#   remediation: do what t-16 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_016

import rego.v1

deny contains "x" if false
