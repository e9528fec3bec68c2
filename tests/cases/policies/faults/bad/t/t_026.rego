# METADATA
# scope: package
# title: Title of T-026
# description: What T-026 asks for.
# custom:
#   id: T-026
#   category: t
#   severity: error
#   rationale: the reason of T-026
#   remediation: do what T-026 asks for
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_026

import rego.v1

deny contains "now and then" if rand.intn("x", 100) >= 0
