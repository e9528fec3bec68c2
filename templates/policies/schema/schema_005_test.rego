package policies.schema_005_test

import data.policies.schema_005
import rego.v1

inexact(name, type) if {
	found := schema_005.deny with input as {"manifest": {"spec": {"schema": {"fields": [{"name": name, "type": type}]}}}}
	count(found) == 1
}

test_lists_of_amounts_are_money_too if inexact("unitPrices_price", "array<double>")

test_exact_types_are_fine if {
	every type in ["decimal(12,2)", "long", "int", "array<decimal(12,2)>"] {
		not inexact("price", type)
	}
}

test_what_is_no_money_is_fine if {
	every name in ["priceless_score", "tax_rate", "price_index", "temperature", "footprint"] {
		not inexact(name, "double")
	}
}
