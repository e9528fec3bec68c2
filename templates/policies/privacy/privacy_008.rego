# METADATA
# scope: package
# title: Personal data stays personal on its way through
# description: >-
#   A field that an input port tags personal is personal in the contract as well, where it is passed on under its
#   name.
# custom:
#   id: PRIVACY-008
#   category: privacy
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: A tag that is lost on the way is a leak that no mask covers.
#   remediation: >-
#     Tag the field `pii: true`, or transform it and give it another name.
#   examples:
#     pass: |
#       spec: { inputPorts: [{ name: crm, fields: [{ name: contact, pii: true }] }], schema: { fields: [{ name: contact, pii: true }] } }
#     fail: |
#       spec: { inputPorts: [{ name: crm, fields: [{ name: contact, pii: true }] }], schema: { fields: [{ name: contact, pii: false }] } }
package policies.privacy_008

import data.policies.lib
import rego.v1

subjects contains ["spec", "inputPorts", index] if some index, _ in lib.items(["spec", "inputPorts"])

deny contains result if {
	some port in lib.items(["spec", "inputPorts"])
	is_array(port.fields)
	some source in port.fields
	source.pii == true
	passed_on := lib.snake(object.get(source, "as", source.name))
	some entry in lib.columns
	lib.snake(entry.field.name) == passed_on
	not lib.personal(entry)
	result := {
		"msg": sprintf("`%v` is personal in the input port `%v`, and not in the contract", [entry.name, port.name]),
		"path": entry.path,
		"help": "tag it `pii: true`, or give what is derived from it another name",
	}
}
