package policies.slo_003_test

import data.policies.slo_003
import rego.v1

fresh(target) if count(slo_003.deny) == 0 with input as {"kind": "DataProduct", "spec": {"slo": {"freshness": {"target": target}}}}

test_spans_are_compared_by_their_length if {
	every target in ["120m", "2 hours", "1h 60min", "every 1 hour", "PT2H", "7200s"] {
		fresh(target)
	}
}

test_what_is_longer_fails if {
	every target in ["121m", "2h 1s", "1 day", "P1D", "1M"] {
		not fresh(target)
	}
}

test_what_is_no_span_of_time_does_not_pass if {
	every target in ["soon", "30", 30, "1 fortnight", {"minutes": 30}] {
		not fresh(target)
	}
}

daily(type) := {"kind": "DataProduct", "spec": {
	"schema": {"fields": [{"name": "revenue_date", "type": type}]},
	"slo": {"freshness": {"target": "24 hours", "column": "revenue_date"}},
}}

test_a_date_tells_the_age_in_days if count(slo_003.deny) == 0 with input as daily("date")

test_a_timestamp_does_not if count(slo_003.deny) == 1 with input as daily("timestamp")

test_the_organisation_sets_the_bound if {
	count(slo_003.deny) == 1 with input as {"kind": "DataProduct", "spec": {"slo": {"freshness": {"target": "90m"}}}}
		with data.parameters as {"SLO-003": {"max_target": "1 hour"}}
}
