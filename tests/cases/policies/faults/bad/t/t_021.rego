# METADATA
# scope: package
# title: Title of T-021
# description: What T-021 asks for.
# custom:
#   id: T-021
#   category: t
#   severity: error
#   rationale: the reason of T-021
#   remediation: do what T-021 asks for
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_021

import rego.v1

deny contains "all of these" if count(numbers.range(1, 1000000000000)) > 0
