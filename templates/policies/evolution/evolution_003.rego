# METADATA
# scope: package
# title: Enums can grow
# description: Every enum of the Avro schemas has a default symbol, for readers that do not know a new one.
# related_resources:
#   - ref: https://avro.apache.org/docs/1.12.0/specification/#enums
# custom:
#   id: EVOLUTION-003
#   category: evolution
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   reads: [avro]
#   rationale: Without a default, adding a symbol breaks every reader that is already deployed.
#   remediation: Let `mesh-cli generate` write the schema; its enums end with `UNKNOWN`, which is their default.
#   examples:
#     pass: |
#       manifest: { kind: DataProduct }
#       artefacts:
#         avro:
#           schemas/orders_v1.avsc:
#             type: record
#             name: Orders
#             fields: [{ name: state, type: { type: enum, name: State, symbols: [OPEN, UNKNOWN], default: UNKNOWN } }]
#     fail: |
#       manifest: { kind: DataProduct }
#       artefacts:
#         avro:
#           schemas/orders_v1.avsc:
#             type: record
#             name: Orders
#             fields: [{ name: state, type: { type: enum, name: State, symbols: [OPEN] } }]
package policies.evolution_003

import data.policies.lib
import rego.v1

deny contains result if {
	some file, schema in lib.avro
	some path, value
	walk(schema.fields, [path, value])
	value.type == "enum"
	symbol := object.get(value, "default", null)
	not symbol in value.symbols
	result := {
		"msg": sprintf("the enum `%v` has no default symbol", [value.name]),
		"file": file,
		"path": array.concat(["fields"], path),
		"help": "add the symbol `UNKNOWN`, and `\"default\": \"UNKNOWN\"`",
	}
}
