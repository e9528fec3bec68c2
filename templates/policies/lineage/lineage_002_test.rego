package policies.lineage_002_test

import data.policies.lineage_002
import rego.v1

test_a_product_is_a_system if {
	port := {"name": "a", "kind": "product", "location": {"product": "orders.order_events"}}
	count(lineage_002.warn) == 0 with input as {"kind": "DataProduct", "spec": {"inputPorts": [port]}}
}
