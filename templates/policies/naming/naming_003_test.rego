package policies.naming_003_test

import data.policies.naming_003
import rego.v1

refused(name) if {
	found := naming_003.warn with input as {"kind": "DataProduct", "metadata": {"name": name}}
	count(found) == 1
}

test_words_are_compared_whole if {
	refused("orders-tmp")
	refused("newOrders")
	not refused("news_articles")
	not refused("product_catalogue")
	not refused("customer_360")
}
