# METADATA
# scope: package
# title: Title of T-023
# description: What T-023 asks for.
# custom:
#   id: T-023
#   category: t
#   severity: error
#   rationale: the reason of T-023
#   remediation: do what T-023 asks for
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_023

import rego.v1

deny := null
