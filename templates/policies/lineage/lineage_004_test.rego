package policies.lineage_004_test

import data.policies.lineage_004
import rego.v1

test_other_inputs_have_no_version if {
	count(lineage_004.warn) == 0 with input as {"kind": "DataProduct", "spec": {"inputPorts": [{"name": "a", "location": {"table": "b"}}]}}
}
