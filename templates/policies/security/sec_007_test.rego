package policies.sec_007_test

import data.policies.sec_007
import rego.v1

test_every_setting_counts if {
	resources := {
		"aws_s3_bucket": {"data": {}},
		"aws_s3_bucket_public_access_block": {"data": {
			"bucket": "${aws_s3_bucket.data.id}",
			"block_public_acls": true,
			"block_public_policy": true,
			"ignore_public_acls": true,
			"restrict_public_buckets": false,
		}},
	}
	count(sec_007.deny) == 1 with input as {"manifest": {}, "artefacts": {"terraform": {"main.tf": {"resource": resources}}}}
}
