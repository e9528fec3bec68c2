package policies.consumer_002_test

import data.policies.consumer_002
import rego.v1

test_personal_data_asks_for_a_purpose_whatever_its_class if {
	spec := {"access": {"classification": "internal", "consumers": [{"domain": "a"}]}, "schema": {"fields": [{"name": "b", "pii": true}]}}
	count(consumer_002.deny) == 1 with input as {"kind": "DataProduct", "spec": spec}
}

test_public_data_is_free if {
	count(consumer_002.deny) == 0 with input as {"kind": "DataProduct", "spec": {"access": {"classification": "public", "consumers": [{"domain": "a"}]}}}
}
