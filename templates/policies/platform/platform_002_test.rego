package policies.platform_002_test

import data.policies.platform_002
import rego.v1

test_a_port_without_a_format_is_fine if {
	count(platform_002.deny) == 0 with input as {"kind": "DataProduct", "spec": {"outputPorts": [{"name": "a", "kind": "bigquery"}]}}
}

test_case_does_not_matter if {
	port := {"name": "a", "kind": "aws", "location": {"format": "Parquet"}}
	count(platform_002.deny) == 0 with input as {"kind": "DataProduct", "spec": {"outputPorts": [port]}}
}
