# METADATA
# scope: package
# title: Symbols of enums are upper case
# description: The symbols of an enum are written in upper case with underscores.
# custom:
#   id: NAMING-004
#   category: naming
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Symbols become constants in generated code, and Avro, Protobuf and SQL agree on this spelling.
#   remediation: Write the symbols in UPPER_SNAKE_CASE.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: state, type: enum, enum: [OPEN, CLOSED] }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: state, type: enum, enum: [open, CLOSED] }] } }
package policies.naming_004

import data.policies.lib
import rego.v1

subjects contains entry.path if {
	some entry in lib.fields
	entry.field.type == "enum"
}

warn contains result if {
	some entry in lib.fields
	entry.field.type == "enum"
	is_array(entry.field.enum)
	some index, symbol in entry.field.enum
	is_string(symbol)
	not regex.match(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`, symbol)
	result := {
		"msg": sprintf("the symbol `%v` of `%v` is not upper case", [symbol, entry.name]),
		"path": array.concat(entry.path, ["enum", index]),
		"help": sprintf("write `%v`", [upper(lib.snake(symbol))]),
	}
}
