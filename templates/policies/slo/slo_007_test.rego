package policies.slo_007_test

import data.policies.slo_007
import rego.v1

test_the_error_bound_is_what_counts if {
	product := {"kind": "DataProduct", "spec": {
		"inputPorts": [{"name": "a", "freshness": {"error": "4h"}}],
		"slo": {"freshness": {"target": "1h", "error": "4h"}},
	}}
	count(slo_007.warn) == 0 with input as product
}

test_without_one_it_is_three_times_the_target if {
	product := {"kind": "DataProduct", "spec": {
		"inputPorts": [{"name": "a", "freshness": {"error": "3h 1s"}}],
		"slo": {"freshness": {"target": "1h"}},
	}}
	{result.path[2] | some result in slo_007.warn} == {0} with input as product
}
