package policies.consistency_004_test

import data.policies.consistency_004
import rego.v1

test_both_sides_are_compared if {
	spec := {
		"access": {"privacy": {"piiFields": ["eMail"]}},
		"schema": {"fields": [{"name": "e_mail", "pii": true}, {"name": "phone", "pii": true}]},
	}
	found := consistency_004.deny with input as {"kind": "DataProduct", "spec": spec}
	{result.msg | some result in found} == {"`phone` is tagged personal, and the privacy section does not list it"}
}
