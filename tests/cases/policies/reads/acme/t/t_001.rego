# METADATA
# scope: package
# title: Title of T-001
# description: What T-001 asks for.
# custom:
#   id: T-001
#   category: t
#   severity: error
#   rationale: the reason of T-001
#   remediation: do what T-001 asks for
#   reads: [dbt, avro, terraform, files, mesh]
#   examples: { pass: 'metadata: { ok: true }', fail: 'metadata: { ok: false }' }
package policies.t_001

import rego.v1

deny contains result if {
	some model in input.artefacts.dbt.models
	some index, column in model.properties.columns
	result := {"msg": sprintf("column %s", [column.name]), "file": model.file, "path": array.concat(model.path, ["columns", index, "name"])}
}

deny contains result if {
	some path, schema in input.artefacts.avro
	result := {"msg": sprintf("record %s", [schema.name]), "file": path, "path": ["name"]}
}

deny contains result if {
	some path, body in input.artefacts.terraform
	some name, _ in body.resource.aws_s3_bucket
	result := {"msg": sprintf("bucket %s", [name]), "file": path, "path": ["resource", "aws_s3_bucket", name]}
}

deny contains result if {
	some id, product in input.mesh.products
	result := {"msg": sprintf("%s from %v for %v in %v, %v", [id, product.upstream, product.consumers, input.mesh.domains, input.asOf])}
}

deny contains sprintf("files %s", [concat(" ", input.files)])
