package policies.privacy_006_test

import data.policies.privacy_006
import rego.v1

fields := [{"name": "email", "pii": true}]

unencrypted(fields_now, resources) := {result.msg | some result in found} if {
	found := privacy_006.deny with input as {
		"manifest": {"spec": {"schema": {"fields": fields_now}}},
		"artefacts": {"terraform": {"terraform/main.tf": {"resource": resources}}},
	}
}

kms(algorithm) := {"data": {
	"bucket": "${aws_s3_bucket.data.id}",
	"rule": {"apply_server_side_encryption_by_default": {"sse_algorithm": algorithm}},
}}

test_a_bucket_needs_a_key_of_its_own if {
	buckets := {"data": {"bucket": "a"}, "logs": {"bucket": "b"}}
	name := "aws_s3_bucket_server_side_encryption_configuration"
	unencrypted(fields, {"aws_s3_bucket": buckets, name: kms("aws:kms")}) == set()
	unencrypted(fields, {"aws_s3_bucket": buckets, name: kms("AES256")}) == {"the bucket `data` is not encrypted with a key of its own"}
	unencrypted(fields, {"aws_s3_bucket": buckets}) == {"the bucket `data` is not encrypted with a key of its own"}
}

test_a_topic_needs_one_too if {
	unencrypted(fields, {"aws_sns_topic": {"alerts": {"kms_master_key_id": "key"}}}) == set()
	unencrypted(fields, {"aws_sns_topic": {"alerts": {"name": "a"}}}) == {"the topic `alerts` is not encrypted with a key of its own"}
}

test_a_product_without_personal_data_is_free if unencrypted([{"name": "a"}], {"aws_s3_bucket": {"data": {}}}) == set()

test_a_manifest_alone_is_not_judged if {
	count(privacy_006.deny) == 0 with input as {"kind": "DataProduct", "spec": {"schema": {"fields": fields}}}
}
