package policies.lineage_003_test

import data.policies.lineage_003
import rego.v1

product := {
	"metadata": {"domain": "finance", "name": "revenue"},
	"spec": {"inputPorts": [{"name": "a"}, {"name": "b", "location": {"product": "orders.order_events"}}]},
}

circle(products) if {
	found := lineage_003.deny with input as {"manifest": product, "mesh": {"upstream": products}}
	{result.path | some result in found} == {["spec", "inputPorts", 1, "location", "product"]}
}

test_a_circle_through_others_is_found if {
	circle({
		"orders.order_events": ["payments.payments"],
		"payments.payments": ["finance.revenue"],
	})
}

test_a_chain_is_no_circle if {
	not circle({
		"orders.order_events": ["payments.payments"],
		"finance.revenue": ["orders.order_events"],
	})
}

test_two_products_that_feed_each_other_are_one if {
	both := {
		"metadata": {"domain": "a", "name": "b"},
		"spec": {"lineage": {"upstream": [{"product": "c.d"}], "downstream": [{"product": "c.d"}]}},
	}
	count(lineage_003.deny) == 1 with input as {"manifest": both}
}
