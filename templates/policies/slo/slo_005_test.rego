package policies.slo_005_test

import data.policies.slo_005
import rego.v1

test_a_product_promises_completeness if count(slo_005.deny) == 1 with input as {"kind": "DataProduct", "spec": {"slo": {}}}

test_the_bound_is_a_parameter if {
	product := {"kind": "DataProduct", "spec": {"slo": {"completeness": {"target": 0.96}}}}
	count(slo_005.deny) == 0 with input as product
	count(slo_005.deny) == 1 with input as product with data.parameters as {"SLO-005": {"min_target": 99}}
}
