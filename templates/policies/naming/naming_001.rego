# METADATA
# scope: package
# title: Names of fields are snake_case
# description: Fields of the contract, members of structs included, are written in lower case with underscores.
# custom:
#   id: NAMING-001
#   category: naming
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: SQL folds case differently in every engine; one spelling everywhere spares every consumer the quotes.
#   remediation: Write the name in snake_case, and name the old one in `renamedFrom`.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: order_id }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: orderId }] } }
package policies.naming_001

import data.policies.lib
import rego.v1

subjects contains entry.path if some entry in lib.fields

warn contains result if {
	some entry in lib.fields
	name := entry.field.name
	is_string(name)
	not regex.match(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`, name)
	result := {
		"msg": sprintf("`%v` is not written in snake_case", [entry.name]),
		"path": array.concat(entry.path, ["name"]),
		"help": sprintf("write `%v`", [lib.snake(name)]),
	}
}
