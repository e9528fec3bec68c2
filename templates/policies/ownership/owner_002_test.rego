package policies.owner_002_test

import data.policies.owner_002
import rego.v1

test_blanks_are_nobody if count(owner_002.deny) == 1 with input as {"kind": "DataProduct", "metadata": {"owner": {"onCall": " "}}}
