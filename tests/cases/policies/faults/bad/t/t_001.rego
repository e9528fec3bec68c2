# METADATA
# scope: package
# title: Title of T-001
# description: What T-001 asks for.
# custom:
#   id: T-001
#   category: t
#   severity: error
#   rationale: the reason of T-001
#   remediation: do what T-001 asks for
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_001

import rego.v1

deny contains x if {
  x := 
}
