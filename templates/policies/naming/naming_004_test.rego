package policies.naming_004_test

import data.policies.naming_004
import rego.v1

test_accepted_values_of_a_text_are_free if {
	fields := [{"name": "channel", "type": "string", "enum": ["web", "ios"]}]
	count(naming_004.warn) == 0 with input as {"manifest": {"spec": {"schema": {"fields": fields}}}}
}
