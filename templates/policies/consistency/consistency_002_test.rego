package policies.consistency_002_test

import data.policies.consistency_002
import rego.v1

test_every_mention_is_checked if {
	spec := {
		"schema": {"fields": [{"name": "orderId"}]},
		"slo": {"freshness": {"column": "seen_at"}},
		"quality": {"tests": [{"type": "not_null", "columns": ["order_id", "email"]}, {"type": "row_count", "min": 1}]},
	}
	found := consistency_002.deny with input as {"kind": "DataProduct", "spec": spec}
	{result.msg | some result in found} == {"the contract has no field `email`", "the contract has no field `seen_at`"}
}
