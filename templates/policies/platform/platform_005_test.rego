package policies.platform_005_test

import data.policies.platform_005
import rego.v1

test_an_organisation_may_ask_for_more if {
	product := {"kind": "DataProduct", "metadata": {"owner": {"team": "a"}}}
	found := platform_005.deny with input as product with data.parameters as {"PLATFORM-005": {"required": ["owner", "catalog"]}}
	{result.path | some result in found} == {["metadata", "catalogUrl"]}
}
