# METADATA
# scope: package
# title: Money is exact
# description: >-
#   A field whose name says that it holds money is an integer of minor units or a decimal, never a floating-point
#   number.
# custom:
#   id: SCHEMA-005
#   category: schema
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: Floating-point numbers cannot hold most amounts; sums drift, and two engines round them differently.
#   remediation: Give the field the type `decimal(18,2)`, or count minor units in a `long`.
#   parameters:
#     words:
#       type: list
#       tighten: superset
#       description: Words in a name that stand for money.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: total_amount, type: "decimal(12,2)" }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: total_amount, type: double }] } }
package policies.schema_005

import data.policies.lib
import rego.v1

defaults := {"words": [
	"amount", "balance", "cost", "discount", "fee", "income", "payment", "price", "revenue", "salary", "tax", "turnover",
]}

parameters := object.union(defaults, lib.parameters("SCHEMA-005"))

subjects contains entry.path if some entry in lib.fields

deny contains result if {
	some entry in lib.fields
	entry.kind in {"float", "double"}
	some word in parameters.words
	lib.holds(entry.words, word)
	not ratio(entry)
	result := {
		"msg": sprintf("`%v` holds money in a floating-point number", [entry.name]),
		"path": array.concat(entry.path, ["type"]),
		"help": "use `decimal(18,2)`, or count minor units in a `long`",
	}
}

ratio(entry) if {
	some word in ["rate", "ratio", "share", "percent", "percentage", "probability", "score", "index", "factor"]
	lib.holds(entry.words, word)
}
