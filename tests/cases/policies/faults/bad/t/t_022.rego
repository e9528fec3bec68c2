# METADATA
# scope: package
# title: Title of T-022
# description: What T-022 asks for.
# custom:
#   id: T-022
#   category: t
#   severity: error
#   rationale: the reason of T-022
#   remediation: do what T-022 asks for
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_022

import rego.v1

deny contains result if some result in data.policies.t_999.deny
