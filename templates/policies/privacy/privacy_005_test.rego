package policies.privacy_005_test

import data.policies.privacy_005
import rego.v1

unmasked(access, field) := count(found) if {
	found := privacy_005.deny with input as {"manifest": {"spec": {"access": access, "schema": {"fields": [field]}}}}
}

test_the_product_may_decide_for_all if unmasked({"privacy": {"masking": "hash"}}, {"name": "email", "pii": true}) == 0

test_a_struct_decides_for_its_members if {
	unmasked({}, {"name": "address", "pii": true, "mask": "null", "fields": [{"name": "street"}]}) == 0
	unmasked({}, {"name": "address", "pii": true, "fields": [{"name": "street"}]}) == 2
}
