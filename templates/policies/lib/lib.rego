# METADATA
# scope: package
# title: What policies share
# description: >-
#   The manifest, its fields, units of time and shares, names, and the artefacts rendered from the manifest. Everything
#   here is undefined, empty or false where the input does not say it, so that a policy can ask without asking first.
package policies.lib

import rego.v1

# The manifest: below `manifest` as mesh-cli gives it, or the input itself when a manifest is given to opa or conftest.
manifest := input.manifest if is_object(input.manifest)

manifest := input if {
	not input.manifest
	input.kind == "DataProduct"
}

spec := object.get(manifest, "spec", {})

# The values that the layers of the mesh gave to the parameters of a policy; the policy itself has the defaults.
parameters(id) := object.get(given, id, {})

default given := {}

given := data.parameters

# Nothing is said there: no key, no value, or an empty one.
silent(path) if blank(object.get(manifest, path, null))

blank(value) if value in {null, [], {}}

blank(value) if {
	is_string(value)
	trim_space(value) == ""
}

# The entries of a list of the manifest, by their numbers: those that are what they should be, and none where there is
# no list. What they should be is checked elsewhere; here it spares every policy the question.
items(path) := {index: item | some index, item in _list(path); is_object(item)}

texts(path) := {index: item | some index, item in _list(path); is_string(item)}

_list(path) := list if {
	list := object.get(manifest, path, [])
	is_array(list)
} else := []

# The product's id, as far as it is known.
product_id := concat(".", [part |
	some key in ["domain", "name"]
	part := object.get(manifest, ["metadata", key], "")
	is_string(part)
])

# The major number of a version; undefined when the version is none.
major(version) := to_number(split(version, ".")[0]) if is_version(version)

# A version as https://semver.org has it: three numbers without leading zeros, then perhaps more.
is_version(version) if {
	is_string(version)
	semver.is_valid(version)
	regex.match(`^(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)([-+].*)?$`, version)
}

# Every field of the contract, members of structs included, each with its place, its name with those of the structs
# around it, and those structs, the outermost first. Five levels: SCHEMA-007 refuses what is deeper.
fields := array.concat(
	array.concat(_level_1, _level_2),
	array.concat(_level_3, array.concat(_level_4, _level_5)),
)

_level_1 := [entry |
	some index, field in items(["spec", "schema", "fields"])
	entry := _entry(["spec", "schema", "fields", index], field, [], [])
]

_level_2 := _members(_level_1)

_level_3 := _members(_level_2)

_level_4 := _members(_level_3)

_level_5 := _members(_level_4)

_members(level) := [entry |
	some above in level
	is_array(above.field.fields)
	some index, field in above.field.fields
	is_object(field)
	entry := _entry(
		array.concat(above.path, ["fields", index]),
		field,
		array.concat(above.around, [above.field]),
		[above.name],
	)
]

_entry(path, field, around, before) := entry if {
	called := _called(field, path)
	entry := {
		"path": path,
		"field": field,
		"around": around,
		"name": concat(".", array.concat(before, [called])),
		"words": words(called),
		"kind": kind(object.get(field, "type", null)),
	}
}

# The name of a field, or its number where it has none.
_called(field, path) := field.name if {
	is_string(field.name)
} else := sprintf("fields[%v]", [path[count(path) - 1]])

# The fields that consumers see as columns.
columns := [entry | some entry in fields; count(entry.around) == 0]

column_names := {snake(entry.field.name) | some entry in columns}

# A field is personal when it says so, or when it says nothing and a struct around it is.
personal(entry) if entry.field.pii == true

personal(entry) if {
	not said(entry.field, "pii")
	some above in entry.around
	above.pii == true
}

# Whether a key is there, whatever its value is.
said(object, key) if _ := object[key]

personal_fields := [entry | some entry in fields; personal(entry)]

holds_personal_data if count(personal_fields) > 0

# How sensitive a field is: what it says, else what the structs around it say, else what the product says. The highest counts.
rank := {"public": 0, "internal": 1, "confidential": 2, "restricted": 3}

classification(entry) := level if {
	those := array.concat([object.get(spec, "access", {})], array.concat(entry.around, [entry.field]))
	highest := max({rank[one.classification] | some one in those})
	some level, highest_rank in rank
	highest_rank == highest
}

# What a type comes down to for policies: the element of lists and maps counts, and parameters do not.
kind(type) := type if {
	type in {"string", "int", "long", "boolean", "timestamp", "date", "uuid", "enum", "struct", "double"}
} else := split(inner, "(")[0] if {
	is_string(type)
	inner := regex.replace(lower(type), `^((array|map)<)+|>+$`, "")
} else := ""

# The length of a span of time in seconds: `30m`, `1 hour`, `1h 30m`, `every 1 day`, `7 years`, or ISO 8601: `PT30M`.
# Undefined when the text is none; a policy that compares must say so, and not pass.
seconds(text) := sum(lengths) if {
	is_string(text)
	bare := trim_prefix(trim_space(text), "every ")
	regex.match(`^([0-9]+[ ]*[A-Za-z]+[ ]*)+$`, bare)
	parts := regex.find_all_string_submatch_n(`([0-9]+)[ ]*([A-Za-z]+)`, bare, -1)
	lengths := [length |
		some part in parts
		length := to_number(part[1]) * unit_seconds[part[2]]
	]
	count(lengths) == count(parts)
}

seconds(text) := sum(lengths) if {
	is_string(text)
	match := regex.find_all_string_submatch_n(
		`^P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?$`,
		trim_space(text), 1,
	)[0]
	units := [31557600, 2630016, 604800, 86400, 3600, 60, 1]
	lengths := [length |
		some index, unit in units
		number := match[index + 1]
		number != ""
		length := to_number(number) * unit
	]
	count(lengths) > 0
}

# As in a manifest: a year has 365.25 days and a month 30.44.
unit_seconds := {
	"s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
	"m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
	"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
	"d": 86400, "day": 86400, "days": 86400,
	"w": 604800, "wk": 604800, "wks": 604800, "week": 604800, "weeks": 604800,
	"M": 2630016, "month": 2630016, "months": 2630016,
	"y": 31557600, "yr": 31557600, "yrs": 31557600, "year": 31557600, "years": 31557600,
}

# A share in millionths of a percent, so that shares compare as whole numbers: `99.9%`, `99.9` and `0.999` are the same.
# Undefined when the value is no share.
share(value) := _share(value) if is_number(value)

share(value) := _share(to_number(text)) if {
	is_string(value)
	text := trim_space(value)
	regex.match(`^[0-9]+([.][0-9]+)?$`, text)
}

share(value) := micro if {
	is_string(value)
	text := trim_space(value)
	endswith(text, "%")
	number := trim_space(trim_suffix(text, "%"))
	regex.match(`^[0-9]+([.][0-9]+)?$`, number)
	micro := round(to_number(number) * 1000000)
	micro <= 100000000
}

# Without a percent sign, a number up to and including 1 is a ratio.
_share(number) := round(number * 100000000) if {
	number >= 0
	number <= 1
}

_share(number) := round(number * 1000000) if {
	number > 1
	number <= 100
}

# A name in snake_case: `customerEmail`, `Customer-Email` and `customer_email` are the same.
snake(name) := name if {
	is_string(name)
	regex.match(`^[a-z0-9_]*$`, name)
} else := lower(replace(apart, "-", "_")) if {
	is_string(name)
	acronyms := regex.replace(name, `([A-Z]+)([A-Z][a-z])`, "${1}_${2}")
	apart := regex.replace(acronyms, `([a-z0-9])([A-Z])`, "${1}_${2}")
}

# The words of a name, between and after underscores, so that a search for `_name_` finds words and not parts of them.
words(name) := sprintf("_%s_", [trim(snake(name), "_")])

# A pattern that finds any of some words, or sequences of words, in the words of a name.
any_of(sequences) := sprintf("_(%s)_", [concat("|", sequences)])

# Whether a name holds a word, or a sequence of words written with underscores.
holds(words_of_name, sequence) if contains(words_of_name, sprintf("_%s_", [sequence]))

# Text that was left to be written later.
placeholder(text) if regex.match(
	`(^|[^a-z])(todo|tbd|tba|fixme|lorem ipsum|change ?me|describe me|to be (done|defined|written))([^a-z]|$)`,
	lower(text),
)

placeholder(text) if regex.match(`^[^A-Za-z0-9]*([Nn]/[Aa]|[Nn]one|[Uu]nknown|[Tt]est|[Xx]+)?[^A-Za-z0-9]*$`, text)

# Names in backticks, for a message.
quoted(names) := concat(", ", [sprintf("`%v`", [name]) | some name in names])

# What was rendered from the manifest. Empty where only a manifest was given: policies over artefacts are silent then.
_artefacts(kind) := found if {
	is_object(input.manifest)
	found := input.artefacts[kind]
	is_object(found)
} else := {}

# Avro schemas: path of the file → schema.
avro := _artefacts("avro")

# Terraform: path of the file → body.
terraform := _artefacts("terraform")

# The models of the dbt project: properties, the file that they are in, and where in that file.
models := list if {
	list := _artefacts("dbt").models
	is_array(list)
} else := []

# The models that consumers may read.
public_models := [model | some model in models; model.properties.config.access == "public"]

# The resources of a type.
resources(type) := [{"file": file, "name": name, "body": resource, "path": ["resource", type, name]} |
	some file, body in terraform
	some name, resource in body.resource[type]
]

# Blocks may be written once or several times.
blocks(value) := value if is_array(value)

blocks(value) := [value] if is_object(value)

# A value of the manifest as a message shows it, whatever it is.
shown(value) := value if is_string(value)

shown(value) := sprintf("%v", [value]) if is_number(value)

shown(value) := "true" if value == true

shown(value) := "false" if value == false

shown(value) := "null" if value == null

shown(value) := "a list" if is_array(value)

shown(value) := "a mapping" if is_object(value)

# Whether a value is in a list, in which `*` stands for anything and `eu-*` for everything that begins so.
among(value, list) if value in list

among(value, list) if {
	some pattern in list
	endswith(pattern, "*")
	startswith(value, trim_suffix(pattern, "*"))
}

# The number of a day, `2026-11-21`, counted from a day long ago; undefined when the text is none.
days(text) := number if {
	is_string(text)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`, text)
	year := to_number(substring(text, 0, 4))
	month := to_number(trim_left(substring(text, 5, 2), "0"))
	day := to_number(trim_left(substring(text, 8, 2), "0"))
	moved := (month + 9) % 12
	from_march := year - floor(moved / 10)
	leap_days := (floor(from_march / 4) - floor(from_march / 100)) + floor(from_march / 400)
	number := (((365 * from_march) + leap_days) + floor(((moved * 306) + 5) / 10)) + (day - 1)
}
