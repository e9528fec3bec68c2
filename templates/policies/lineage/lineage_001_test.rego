package policies.lineage_001_test

import data.policies.lineage_001
import rego.v1

test_an_upstream_system_is_enough if {
	count(lineage_001.deny) == 0 with input as {"kind": "DataProduct", "spec": {"lineage": {"upstream": [{"system": "crm"}]}}}
	count(lineage_001.deny) == 1 with input as {"kind": "DataProduct", "spec": {"inputPorts": []}}
}
