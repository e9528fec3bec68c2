package policies.privacy_010_test

import data.policies.privacy_010
import rego.v1

test_reserved_domains_are_nobody if {
	examples := ["a@example.com", "a@mail.example.org", "a@shop.example", "a@b.test", 7, "no address"]
	count(privacy_010.deny) == 0 with input as {"manifest": {"spec": {"schema": {"fields": [{"name": "email", "examples": examples}]}}}}
}
