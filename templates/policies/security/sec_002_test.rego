package policies.sec_002_test

import data.policies.sec_002
import rego.v1

test_a_retention_can_be_counted if {
	count(sec_002.deny) == 0 with input as {"kind": "DataProduct", "spec": {"access": {"retention": "P7Y"}}}
	count(sec_002.deny) == 1 with input as {"kind": "DataProduct", "spec": {"access": {"retention": "for ever"}}}
}
