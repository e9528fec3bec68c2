# METADATA
# scope: package
# title: Title of T-003
# description: What T-003 asks for.
# custom:
#   id: T-003
#   category: t
#   severity: fatal
#   rational: the reason
#   remediation: do what T-003 asks for
package policies.t_003

import rego.v1

deny contains "x" if false
