package policies.consumer_004_test

import data.policies.consumer_004
import rego.v1

test_a_product_without_consumers_is_fine if count(consumer_004.warn) == 0 with input as {"kind": "DataProduct", "spec": {"access": {}}}
