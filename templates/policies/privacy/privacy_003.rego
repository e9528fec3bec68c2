# METADATA
# scope: package
# title: What may be personal is decided with care
# description: >-
#   A field whose name may say something of a person, such as `gender`, or `name` in a product about people, is tagged
#   `pii: true`.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: PRIVACY-003
#   category: privacy
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: Attributes that identify nobody alone identify people together, and some are special categories by law.
#   remediation: >-
#     Tag the field `pii: true`, or add its name to `allowed` when nobody can be recognised by it.
#   parameters:
#     words:
#       type: list
#       tighten: superset
#       description: Last words of names that say something of a person.
#     words_about_people:
#       type: list
#       tighten: superset
#       description: Names that say something of a person in a product about people.
#     people:
#       type: list
#       tighten: superset
#       description: Words in the name of a product, a domain or a struct that say that it is about people.
#     allowed:
#       type: list
#       tighten: subset
#       description: Names of fields that are not personal, whatever their words say.
#   examples:
#     pass: |
#       { metadata: { domain: customer, name: profiles }, spec: { schema: { fields: [{ name: gender, type: string, pii: true }] } } }
#     fail: |
#       { metadata: { domain: customer, name: profiles }, spec: { schema: { fields: [{ name: name, type: string, pii: false }] } } }
package policies.privacy_003

import data.policies.lib
import rego.v1

defaults := {
	"words": [
		"age", "ethnicity", "gender", "geolocation", "health_status", "income", "latitude", "longitude", "marital_status",
		"nationality", "religion", "salary", "sexual_orientation",
	],
	"words_about_people": ["comment", "contact", "location", "name", "notes", "photo", "postal_code", "zip", "zip_code"],
	"people": [
		"candidate", "contact", "customer", "customers", "driver", "employee", "employees", "guest", "member", "members",
		"passenger", "patient", "patients", "people", "person", "subscriber", "user", "users",
	],
	"allowed": [],
}

parameters := object.union(defaults, lib.parameters("PRIVACY-003"))

subjects contains entry.path if some entry in lib.fields

warn contains result if {
	some entry in lib.fields
	regex.match(pattern, entry.words)
	not entry.kind in {"boolean", "uuid"}
	not lib.personal(entry)
	not entry.field.name in parameters.allowed
	found := [sequence |
		some sequence in words_now
		endswith(entry.words, sprintf("_%s_", [sequence]))
		careful(entry, sequence)
	]
	result := {
		"msg": sprintf("`%v` may be personal (`%v`), and is not tagged so", [entry.name, found[0]]),
		"path": entry.path,
		"help": "tag it `pii: true`, or allow the name when nobody can be recognised by it",
	}
}

pattern := concat("", [lib.any_of(words_now), "$"])

words_now := array.concat(parameters.words, parameters.words_about_people)

careful(_, sequence) if sequence in parameters.words

careful(entry, sequence) if {
	entry.words == sprintf("_%s_", [sequence])
	about_people(entry)
}

about_people(entry) if {
	subject := lib.words(concat("_", array.concat(
		[lib.manifest.metadata.domain, lib.manifest.metadata.name],
		[above.name | some above in entry.around],
	)))
	some person in parameters.people
	lib.holds(subject, person)
}
