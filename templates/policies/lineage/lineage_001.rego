# METADATA
# scope: package
# title: It is known where the data comes from
# description: The product has an input port, or names an upstream system or product.
# custom:
#   id: LINEAGE-001
#   category: lineage
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: When a source changes or is wrong, the products that are made from it must be known.
#   remediation: Add `spec.inputPorts`, or `spec.lineage.upstream`.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: orders, kind: postgres }] }
#     fail: |
#       spec: { outputPorts: [{ name: table, kind: duckdb }] }
package policies.lineage_001

import data.policies.lib
import rego.v1

deny contains result if {
	lib.manifest
	lib.silent(["spec", "inputPorts"])
	lib.silent(["spec", "lineage", "upstream"])
	result := {
		"msg": "it is not said where the data comes from",
		"path": ["spec", "inputPorts"],
		"help": "add an input port",
	}
}
