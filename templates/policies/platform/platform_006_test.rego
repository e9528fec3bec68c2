package policies.platform_006_test

import data.policies.platform_006
import rego.v1

test_an_organisation_names_its_regions if {
	mine := {"PLATFORM-006": {"allowed": ["EU", "europe-*"]}}
	every region in ["EU", "europe-west3"] {
		count(platform_006.deny) == 0 with data.parameters as mine
			with input as {"kind": "DataProduct", "spec": {"outputPorts": [{"location": {"location": region}}]}}
	}
	every region in ["US", "us-east1", "EU2"] {
		count(platform_006.deny) == 1 with data.parameters as mine
			with input as {"kind": "DataProduct", "spec": {"outputPorts": [{"location": {"location": region}}]}}
	}
}
