# METADATA
# scope: package
# title: Title of T-024
# description: What T-024 asks for.
# custom:
#   id: T-024
#   category: t
#   severity: error
#   rationale: the reason of T-024
#   remediation: do what T-024 asks for
#   parameters:
#     most: { type: integer, tighten: lower, description: "how many" }
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_024

import rego.v1

defaults := {"most": 1}

parameters := object.union(defaults, object.get(data, ["parameters", "T-023"], {}))

deny contains "too many" if parameters.most > 1
