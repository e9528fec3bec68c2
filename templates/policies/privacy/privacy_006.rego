# METADATA
# scope: package
# title: Personal data is encrypted with a key of its own
# description: >-
#   Where a product with personal data has Terraform, its buckets, datasets and topics are encrypted with a managed
#   key.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - ref: https://cloud.google.com/bigquery/docs/customer-managed-encryption
# custom:
#   id: PRIVACY-006
#   category: privacy
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [terraform]
#   rationale: Whoever gets at the disks, a backup or a wrongly shared bucket still has no key.
#   remediation: Name a KMS key in the Terraform module.
#   parameters:
#     buckets_without_data:
#       type: list
#       tighten: subset
#       description: Names of bucket resources that hold no data of the product, such as access logs.
#   examples:
#     pass: |
#       manifest: { spec: { schema: { fields: [{ name: email, pii: true }] } } }
#       artefacts:
#         terraform:
#           terraform/main.tf:
#             resource:
#               google_bigquery_dataset: { port: { dataset_id: a, default_encryption_configuration: { kms_key_name: key } } }
#     fail: |
#       manifest: { spec: { schema: { fields: [{ name: email, pii: true }] } } }
#       artefacts:
#         terraform:
#           terraform/main.tf:
#             resource:
#               google_bigquery_dataset: { port: { dataset_id: a } }
package policies.privacy_006

import data.policies.lib
import rego.v1

defaults := {"buckets_without_data": ["logs"]}

parameters := object.union(defaults, lib.parameters("PRIVACY-006"))

deny contains result if {
	lib.holds_personal_data
	some bucket in lib.resources("aws_s3_bucket")
	not bucket.name in parameters.buckets_without_data
	not encrypted(bucket.name)
	result := {
		"msg": sprintf("the bucket `%v` is not encrypted with a key of its own", [bucket.name]),
		"file": bucket.file,
		"path": bucket.path,
		"help": "add an aws_s3_bucket_server_side_encryption_configuration with `aws:kms`",
	}
}

deny contains result if {
	lib.holds_personal_data
	some dataset in lib.resources("google_bigquery_dataset")
	not dataset.body.default_encryption_configuration
	result := {
		"msg": sprintf("the dataset `%v` is not encrypted with a key of its own", [dataset.name]),
		"file": dataset.file,
		"path": dataset.path,
		"help": "add a default_encryption_configuration",
	}
}

deny contains result if {
	lib.holds_personal_data
	some topic in lib.resources("aws_sns_topic")
	not topic.body.kms_master_key_id
	result := {
		"msg": sprintf("the topic `%v` is not encrypted with a key of its own", [topic.name]),
		"file": topic.file,
		"path": topic.path,
		"help": "add a kms_master_key_id",
	}
}

encrypted(bucket) if {
	some configuration in lib.resources("aws_s3_bucket_server_side_encryption_configuration")
	contains(configuration.body.bucket, sprintf("aws_s3_bucket.%s", [bucket]))
	some rule in lib.blocks(configuration.body.rule)
	some default_rule in lib.blocks(rule.apply_server_side_encryption_by_default)
	startswith(default_rule.sse_algorithm, "aws:kms")
}
