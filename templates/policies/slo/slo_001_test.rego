package policies.slo_001_test

import data.policies.slo_001
import rego.v1

enough(target) if {
	found := slo_001.warn with input as {"manifest": {"spec": {"slo": {"availability": {"target": target}}}}}
	count(found) == 0
}

test_shares_are_compared_as_numbers if {
	every target in ["99%", "99.0 %", 99, 99.9, 0.99, "0.995", 1, "100%"] {
		enough(target)
	}
}

test_what_is_lower_warns if {
	every target in ["98.9%", 98, 0.5, "0%", 0] {
		not enough(target)
	}
}

test_what_is_no_share_does_not_pass if {
	every target in ["high", "101%", -1, [99], true, null] {
		not enough(target)
	}
}
