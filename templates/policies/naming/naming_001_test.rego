package policies.naming_001_test

import data.policies.naming_001
import rego.v1

help(name) := {result.help | some result in found} if {
	found := naming_001.warn with input as {"manifest": {"spec": {"schema": {"fields": [{"name": name}]}}}}
}

test_the_right_spelling_is_offered if {
	help("orderID") == {"write `order_id`"}
	help("HTTPStatusCode") == {"write `http_status_code`"}
	help("order-id") == {"write `order_id`"}
	help("order_id_2") == set()
}
