# METADATA
# scope: package
# title: Examples of personal data are made up
# description: Examples of personal fields hold no e-mail address outside the domains that are reserved for examples.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc2606
# custom:
#   id: PRIVACY-010
#   category: privacy
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     The manifest is read by many, is kept in git for ever, and its examples become sample data and documentation.
#   remediation: Use addresses at example.com, example.org or example.net.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: email, pii: true, examples: [ada@example.com] }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: email, pii: true, examples: [ada.lovelace@gmail.com] }] } }
package policies.privacy_010

import data.policies.lib
import rego.v1

deny contains result if {
	some entry in lib.fields
	is_array(entry.field.examples)
	some index, value in entry.field.examples
	real(value)
	result := {
		"msg": sprintf("an example of `%v` looks like the address of a real person", [entry.name]),
		"path": array.concat(entry.path, ["examples", index]),
		"help": "use an address at example.com",
	}
}

real(value) if {
	is_string(value)
	regex.match(`^[^@ ]+@[^@ ]+[.][^@ ]+$`, value)
	not regex.match(`[@.](example[.](com|org|net)|example|invalid|test|localhost)$`, lower(value))
}
