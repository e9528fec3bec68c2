package policies.platform_001_test

import data.policies.platform_001
import rego.v1

test_an_organisation_narrows_the_choice if {
	standard := {"PLATFORM-001": {"allowed": ["snowflake", "databricks", "aws"]}}
	product := {"kind": "DataProduct", "spec": {"outputPorts": [{"name": "a", "kind": "aws"}, {"name": "b", "kind": "duckdb"}]}}
	found := platform_001.deny with input as product with data.parameters as standard
	{result.path[2] | some result in found} == {1}
}
