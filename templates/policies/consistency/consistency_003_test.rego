package policies.consistency_003_test

import data.policies.consistency_003
import rego.v1

judged(max_age, column) := count(found) if {
	found := consistency_003.deny with input as {"kind": "DataProduct", "spec": {
		"slo": {"freshness": {"target": "1h", "column": "seen_at"}},
		"quality": {"tests": [{"type": "freshness", "column": column, "maxAge": max_age}]},
	}}
}

test_without_an_error_bound_it_is_three_times_the_target if {
	judged("3h", "seen_at") == 0
	judged("3h 1m", "seen_at") == 1
}

test_other_columns_have_other_ages if judged("9h", "loaded_at") == 0
