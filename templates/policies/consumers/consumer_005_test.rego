package policies.consumer_005_test

import data.policies.consumer_005
import rego.v1

test_a_mesh_without_domains_is_not_asked if {
	count(consumer_005.warn) == 0 with input as {"manifest": {"spec": {"access": {"consumers": [{"domain": "finance"}]}}}, "mesh": {"domains": {}}}
}
