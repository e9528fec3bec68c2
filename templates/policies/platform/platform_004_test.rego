package policies.platform_004_test

import data.policies.platform_004
import rego.v1

missing(spec) := {result.msg | some result in found} if {
	found := platform_004.deny with input as {"kind": "DataProduct", "spec": spec}
}

test_what_is_missing_is_named if {
	missing({}) == {"nothing tests `uniqueness`", "nothing tests `not_null`", "nothing tests `freshness`"}
}

test_tests_can_be_named_instead if {
	missing({"quality": {"tests": [{"type": "uniqueness"}, {"type": "not_null"}, {"type": "freshness"}]}}) == set()
}

test_a_unique_field_is_tested if {
	missing({
		"schema": {"fields": [{"name": "a", "unique": true, "required": true}]},
		"slo": {"freshness": {"target": "1h"}},
	}) == set()
}
