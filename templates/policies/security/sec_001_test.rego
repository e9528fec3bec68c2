package policies.sec_001_test

import data.policies.sec_001
import rego.v1

test_only_the_four_levels_classify if {
	every level in ["public", "internal", "confidential", "restricted"] {
		count(sec_001.deny) == 0 with input as {"kind": "DataProduct", "spec": {"access": {"classification": level}}}
	}
	every level in ["secret", "Public", 1, "", null] {
		count(sec_001.deny) == 1 with input as {"kind": "DataProduct", "spec": {"access": {"classification": level}}}
	}
}
