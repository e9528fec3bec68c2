# METADATA
# scope: package
# title: Accuracy is promised
# description: The product says how right its values are, and what validates them.
# custom:
#   id: SLO-006
#   category: slo
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Fresh and complete data can still be wrong; consumers want to know who would notice, and when.
#   remediation: Add `spec.slo.accuracy` with `validatedBy`, and a `target` where one is measured.
#   examples:
#     pass: |
#       spec: { slo: { accuracy: { validatedBy: dbt tests of this product } } }
#     fail: |
#       spec: { slo: { freshness: { target: 1 hour } } }
package policies.slo_006

import data.policies.lib
import rego.v1

warn contains result if {
	lib.manifest
	lib.silent(["spec", "slo", "accuracy", "validatedBy"])
	result := {
		"msg": "it is not said what validates the values",
		"path": ["spec", "slo", "accuracy", "validatedBy"],
		"help": "add `validatedBy`: tests, a reconciliation, an audit",
	}
}
