package policies.owner_004_test

import data.policies.owner_004
import rego.v1

owned_by(email) := {"kind": "DataProduct", "metadata": {"owner": {"email": email}}}

test_an_organisation_names_its_domains if {
	mine := {"OWNER-004": {"domains": ["acme.example"]}}
	count(owner_004.deny) == 0 with input as owned_by("data@ACME.example") with data.parameters as mine
	count(owner_004.deny) == 1 with input as owned_by("data@example.com") with data.parameters as mine
}
