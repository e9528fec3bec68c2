package policies.evolution_001_test

import data.policies.evolution_001
import rego.v1

test_forward_alone_is_not_enough if {
	every mode in ["FORWARD", "FORWARD_TRANSITIVE", "NONE", "backward_compatible"] {
		count(evolution_001.deny) == 1 with input as {"kind": "DataProduct", "spec": {"schema": {"evolution": mode}}}
	}
}
