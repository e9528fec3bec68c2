# METADATA
# scope: package
# title: What is rendered is what was promised
# description: >-
#   The Avro schema of the current version has the fields of the contract, in their order, and the dbt models that
#   consumers read enforce their contract.
# related_resources:
#   - ref: https://docs.getdbt.com/reference/resource-configs/contract
# custom:
#   id: CONSISTENCY-005
#   category: consistency
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   reads: [avro, dbt]
#   rationale: A hand edit in one of the files breaks the promise silently; consumers notice first.
#   remediation: Run `mesh-cli generate`, and change the manifest instead of the file.
#   examples:
#     pass: |
#       manifest: { spec: { schema: { version: 1.0.0, fields: [{ name: orderId }] } } }
#       artefacts: { avro: { schemas/a_v1.avsc: { namespace: com.example.a.v1, fields: [{ name: order_id }] } } }
#     fail: |
#       manifest: { spec: { schema: { version: 1.0.0, fields: [{ name: orderId }] } } }
#       artefacts: { avro: { schemas/a_v1.avsc: { namespace: com.example.a.v1, fields: [{ name: order_number }] } } }
package policies.consistency_005

import data.policies.lib
import rego.v1

deny contains result if {
	major := lib.major(lib.manifest.spec.schema.version)
	some file, schema in lib.avro
	endswith(schema.namespace, sprintf(".v%v", [major]))
	names := [field.name | some field in schema.fields]
	promised := [lib.snake(entry.field.name) | some entry in lib.columns]
	names != promised
	result := {
		"msg": "the fields of the schema are not those of the manifest",
		"file": file,
		"path": ["fields"],
		"help": "run `mesh-cli generate`",
	}
}

deny contains result if {
	some model in lib.public_models
	object.get(model.properties, ["config", "contract", "enforced"], false) != true
	result := {
		"msg": sprintf("the contract of the model `%v` is not enforced", [model.properties.name]),
		"file": model.file,
		"path": model.path,
		"help": "set `config.contract.enforced: true`, or run `mesh-cli generate`",
	}
}
