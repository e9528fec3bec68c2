# METADATA
# scope: package
# title: Title of T-004
# description: What T-004 asks for.
# custom:
#   id: T-004
#   category: t
#   severity: error
#   rationale: the reason of T-004
#   remediation: do what T-004 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.other

import rego.v1

deny contains "x" if false
