package policies.platform_003_test

import data.policies.platform_003
import rego.v1

test_both_are_judged if {
	port := {"name": "api", "kind": "api", "location": {"protocol": "SOAP", "authentication": "none"}}
	found := platform_003.deny with input as {"kind": "DataProduct", "spec": {"outputPorts": [port]}}
	{result.path[4] | some result in found} == {"protocol", "authentication"}
}
