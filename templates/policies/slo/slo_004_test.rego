package policies.slo_004_test

import data.policies.slo_004
import rego.v1

places(spec) := {concat("/", [sprintf("%v", [part]) | some part in result.path]) | some result in found} if {
	found := slo_004.deny with input as {"kind": "DataProduct", "spec": spec}
}

test_equal_bounds_are_in_order if places({"slo": {
	"freshness": {"target": "1h", "warn": "60m", "error": "PT1H"},
	"completeness": {"target": 99.5, "warn": "99.5%", "error": 0.995},
}}) == set()

test_a_bound_left_out_does_not_hide_the_rest if {
	places({"slo": {"freshness": {"target": "2h", "error": "1h"}}}) == {"spec/slo/freshness/error"}
}

test_completeness_falls if {
	places({"slo": {"completeness": {"target": "99%", "warn": "99.5%", "error": "97%"}}}) == {"spec/slo/completeness/warn"}
}

test_input_ports_are_judged_too if {
	ports := [{"name": "a"}, {"name": "b", "freshness": {"warn": "2h", "error": "1h"}}]
	places({"inputPorts": ports}) == {"spec/inputPorts/1/freshness/error"}
}
