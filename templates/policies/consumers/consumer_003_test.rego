package policies.consumer_003_test

import data.policies.consumer_003
import rego.v1

test_a_field_may_be_the_most_sensitive if {
	access := {"classification": "internal", "consumers": [{"domain": "finance"}]}
	fields := [{"name": "email", "classification": "restricted"}]
	mesh := {"domains": {"finance": {"clearance": "confidential"}}}
	count(consumer_003.deny) == 1 with input as {"manifest": {"spec": {"access": access, "schema": {"fields": fields}}}, "mesh": mesh}
}

test_a_domain_is_cleared_however_its_words_are_joined if {
	access := {"classification": "restricted", "consumers": [{"domain": "customer_care"}]}
	mesh := {"domains": {"customer-care": {"clearance": "internal"}}}
	count(consumer_003.deny) == 1 with input as {"manifest": {"spec": {"access": access}}, "mesh": mesh}
}

test_a_mesh_that_clears_nobody_is_not_asked if {
	access := {"classification": "restricted", "consumers": [{"domain": "finance"}]}
	count(consumer_003.deny) == 0 with input as {"manifest": {"spec": {"access": access}}}
}
