package policies.sec_005_test

import data.policies.sec_005
import rego.v1

granted(principal) := {"kind": "DataProduct", "spec": {"access": {"consumers": [{"domain": "a", "principal": principal}]}}}

test_wildcards_are_everybody if {
	every principal in ["*", "allUsers", "group:*@example.com", "IAM_ALLOWED_PRINCIPALS", "arn:aws:iam::*:role/reader", "PUBLIC"] {
		count(sec_005.deny) == 1 with input as granted(principal)
	}
}

test_names_are_somebody if {
	every principal in ["finance@example.com", "arn:aws:iam::111122223333:role/publications", "republic_of_data", 7] {
		count(sec_005.deny) == 0 with input as granted(principal)
	}
}

test_terraform_is_judged_too if {
	resources := {"google_bigquery_dataset_iam_member": {"reader": {"member": "allUsers"}}, "x": {"y": {"members": ["group:a", "allUsers"]}}}
	found := sec_005.deny with input as {"manifest": {}, "artefacts": {"terraform": {"terraform/main.tf": {"resource": resources}}}}
	{result.msg | some result in found} == {
		"google_bigquery_dataset_iam_member.reader grants access to `allUsers`",
		"x.y grants access to `allUsers`",
	}
}
