# METADATA
# scope: package
# title: Buckets are not public
# description: Every bucket in the Terraform of the product blocks public access, in all four ways.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: SEC-007
#   category: security
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [terraform]
#   rationale: Most leaks of the cloud are a bucket that somebody opened for a moment.
#   remediation: Add an aws_s3_bucket_public_access_block with all four settings true.
#   examples:
#     pass: |
#       manifest: { kind: DataProduct }
#       artefacts:
#         terraform:
#           terraform/main.tf:
#             resource:
#               aws_s3_bucket: { data: { bucket: a } }
#               aws_s3_bucket_public_access_block:
#                 data:
#                   bucket: "${aws_s3_bucket.data.id}"
#                   block_public_acls: true
#                   block_public_policy: true
#                   ignore_public_acls: true
#                   restrict_public_buckets: true
#     fail: |
#       manifest: { kind: DataProduct }
#       artefacts:
#         terraform:
#           terraform/main.tf:
#             resource:
#               aws_s3_bucket: { data: { bucket: a } }
package policies.sec_007

import data.policies.lib
import rego.v1

subjects contains sprintf("%v %v", [bucket.file, bucket.name]) if some bucket in lib.resources("aws_s3_bucket")

deny contains result if {
	some bucket in lib.resources("aws_s3_bucket")
	not blocked(bucket.name)
	result := {
		"msg": sprintf("the bucket `%v` does not block public access", [bucket.name]),
		"file": bucket.file,
		"path": bucket.path,
		"help": "add an aws_s3_bucket_public_access_block with all four settings true",
	}
}

blocked(bucket) if {
	some block in lib.resources("aws_s3_bucket_public_access_block")
	contains(block.body.bucket, sprintf("aws_s3_bucket.%s", [bucket]))
	every setting in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] {
		block.body[setting] == true
	}
}
