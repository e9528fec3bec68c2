package policies.privacy_004_test

import data.policies.privacy_004
import rego.v1

allowed(product, field) if {
	found := privacy_004.deny with input as {"manifest": {"spec": {"access": product, "schema": {"fields": [field]}}}}
	count(found) == 0
}

test_the_field_may_be_higher_than_the_product if {
	allowed({"classification": "internal"}, {"name": "email", "pii": true, "classification": "restricted"})
}

test_what_is_not_classified_does_not_pass if not allowed({}, {"name": "email", "pii": true})

test_members_follow_their_struct if {
	struct := {"name": "a", "pii": true, "classification": "restricted", "fields": [{"name": "b"}, {"name": "c", "pii": true}]}
	allowed({"classification": "public"}, struct)
}

test_other_fields_are_free if allowed({"classification": "public"}, {"name": "total", "pii": false})
