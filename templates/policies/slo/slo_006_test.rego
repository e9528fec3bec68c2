package policies.slo_006_test

import data.policies.slo_006
import rego.v1

test_a_target_alone_does_not_say_who_would_notice if {
	count(slo_006.warn) == 1 with input as {"kind": "DataProduct", "spec": {"slo": {"accuracy": {"target": "99%"}}}}
}
