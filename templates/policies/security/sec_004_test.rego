package policies.sec_004_test

import data.policies.sec_004
import rego.v1

test_roles_of_the_owner_are_free if {
	access := {"roles": [{"name": "admin", "permissions": ["DELETE"]}], "consumers": [{"domain": "finance"}]}
	count(sec_004.deny) == 0 with input as {"kind": "DataProduct", "spec": {"access": access}}
}
