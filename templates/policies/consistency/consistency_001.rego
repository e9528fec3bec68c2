# METADATA
# scope: package
# title: One version everywhere
# description: >-
#   The major version of the product, of its schema, of the Avro files and of the dbt models that consumers read is
#   the same.
# custom:
#   id: CONSISTENCY-001
#   category: consistency
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [avro, dbt]
#   rationale: Whoever looks at one of the four must learn what the other three promise.
#   remediation: Raise the versions together with `mesh-cli schema bump`, then `mesh-cli generate`.
#   examples:
#     pass: |
#       { metadata: { version: 2.1.0 }, spec: { schema: { version: 2.4.0 } } }
#     fail: |
#       { metadata: { version: 3.0.0 }, spec: { schema: { version: 2.4.0 } } }
package policies.consistency_001

import data.policies.lib
import rego.v1

major := lib.major(lib.manifest.spec.schema.version)

deny contains result if {
	lib.major(lib.manifest.metadata.version) != major
	result := {
		"msg": sprintf("the product has version %v and its schema %v", [lib.manifest.metadata.version, lib.manifest.spec.schema.version]),
		"path": ["metadata", "version"],
		"help": "the major number of both is the same",
	}
}

deny contains result if {
	some file, schema in lib.avro
	namespace := split(schema.namespace, ".")
	last := namespace[count(namespace) - 1]
	regex.match(`^v[0-9]+$`, last)
	not to_number(trim_prefix(last, "v")) in live
	result := {
		"msg": sprintf("the schema is of the major version %v, and the product serves %v", [last, served]),
		"file": file,
		"path": ["namespace"],
		"help": "run `mesh-cli generate`",
	}
}

deny contains result if {
	some model in lib.public_models
	latest := model.properties.latest_version
	latest != major
	result := {
		"msg": sprintf("the latest version of the model `%v` is %v, and the schema's is %v", [model.properties.name, latest, major]),
		"file": model.file,
		"path": array.concat(model.path, ["latest_version"]),
		"help": "run `mesh-cli generate`",
	}
}

live := {major} | {lib.major(one.version) | some one in lib.items(["spec", "schema", "previous"])}

served := concat(", ", [sprintf("v%v", [number]) | some number in live])
