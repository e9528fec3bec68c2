# METADATA
# scope: package
# title: Title of T-006
# description: What T-006 asks for.
# custom:
#   id: T-006
#   category: t
#   severity: error
#   rationale: the reason of T-006
#   remediation: do what T-006 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_006

import rego.v1

deny contains x if {
	y == 1
	x := 1
}
