package policies.owner_003_test

import data.policies.owner_003
import rego.v1

test_a_product_is_asked if count(owner_003.warn) == 1 with input as {"kind": "DataProduct"}
