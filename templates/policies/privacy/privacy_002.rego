# METADATA
# scope: package
# title: What looks personal is tagged personal
# description: >-
#   A field whose name and type say that it identifies a person is tagged `pii: true`. Names are compared word by
#   word, so that `file_name` is no name and `emailed_count` no address.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: PRIVACY-002
#   category: privacy
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   rationale: Untagged personal data is shown in clear to everybody with access, and found by an auditor.
#   remediation: >-
#     Tag the field `pii: true`; if it is not personal, add its name to `allowed` or ask for a waiver.
#   parameters:
#     text:
#       type: list
#       tighten: superset
#       description: Words that say that a text, or a struct, identifies a person.
#     numbers:
#       type: list
#       tighten: superset
#       description: Words that say that a whole number identifies a person.
#     dates:
#       type: list
#       tighten: superset
#       description: Words that say that a date identifies a person.
#     allowed:
#       type: list
#       tighten: subset
#       description: Names of fields that are not personal, whatever their words say.
#     harmless_endings:
#       type: list
#       tighten: subset
#       description: Last words of names that are about personal data, and are none.
#     not_personal:
#       type: list
#       tighten: subset
#       description: Words that look personal, and are not.
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: customer_email, type: string, pii: true }, { name: product_name, type: string, pii: false }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: customer_email, type: string, pii: false }] } }
package policies.privacy_002

import data.policies.lib
import rego.v1

defaults := {
	"text": [
		"address", "bank_account", "birth_date", "birthday", "card_number", "cardholder", "contact_name", "customer_name",
		"date_of_birth", "dob", "driver_license", "driving_licence", "e_mail", "email", "employee_name", "family_name", "fax",
		"first_name", "full_name", "given_name", "guest_name", "holder_name", "home_address", "iban", "ip", "ip_address",
		"last_name", "license_plate", "mac_address", "maiden_name", "middle_name", "mobile", "mobile_number", "national_id",
		"national_insurance_number", "nickname", "number_plate", "passenger_name", "passport", "patient_name", "person_name",
		"phone", "phone_number", "postal_address", "recipient_name", "sender_name", "social_security_number", "ssn", "street",
		"surname", "tax_id", "telephone", "user_name", "username",
	],
	"numbers": [
		"card_number", "fax", "mobile", "mobile_number", "national_id", "national_insurance_number", "passport", "phone",
		"phone_number", "social_security_number", "ssn", "tax_id", "telephone",
	],
	"dates": ["birth_date", "birthdate", "birthday", "date_of_birth", "dob"],
	"allowed": [],
	"harmless_endings": [
		"category", "city", "code", "count", "country", "domain", "flag", "format", "hash", "hashed", "id", "key", "kind",
		"label", "language", "length", "provider", "region", "source", "state", "status", "subject", "template", "token",
		"type", "validity", "verified", "version",
	],
	"not_personal": [
		"contract_address", "memory_address", "mobile_app", "mobile_device", "mobile_os", "server_address", "street_light",
		"warehouse_address", "web_address",
	],
}

parameters := object.union(defaults, lib.parameters("PRIVACY-002"))

subjects contains entry.path if some entry in lib.fields

deny contains result if {
	some entry in lib.fields
	list := by_kind[entry.kind]
	regex.match(patterns[list], entry.words)
	not lib.personal(entry)
	not entry.field.enum
	not entry.field.name in parameters.allowed
	found := [sequence |
		some sequence in parameters[list]
		lib.holds(entry.words, sequence)
		not harmless(entry.words, sequence)
	]
	result := {
		"msg": sprintf("`%v` looks personal (`%v`), and is not tagged so", [entry.name, found[0]]),
		"path": entry.path,
		"help": "tag it `pii: true`",
	}
}

patterns := {list: lib.any_of(parameters[list]) | some list in {"text", "numbers", "dates"}}

# Which list a type is compared with. Booleans, identifiers, amounts and measures are not personal by themselves.
by_kind := {
	"string": "text", "struct": "text", "bytes": "text",
	"int": "numbers", "long": "numbers",
	"date": "dates", "timestamp": "dates",
}

# `email_domain` is about addresses and is none: its last word says so. `national_id` is what its last word says.
harmless(words, sequence) if {
	not endswith(words, sprintf("_%s_", [sequence]))
	some ending in parameters.harmless_endings
	endswith(words, sprintf("_%s_", [ending]))
}

harmless(words, _) if {
	some sequence in parameters.not_personal
	lib.holds(words, sequence)
}
