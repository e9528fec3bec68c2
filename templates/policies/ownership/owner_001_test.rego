package policies.owner_001_test

import data.policies.owner_001
import rego.v1

test_everything_missing_is_named_at_once if {
	found := owner_001.deny with input as {"kind": "DataProduct", "metadata": {"owner": "somebody"}}
	count(found) == 4
}
