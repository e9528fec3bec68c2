package policies.schema_004_test

import data.policies.schema_004
import rego.v1

says_nothing(name, description) if {
	found := schema_004.warn with input as {"manifest": {"spec": {"schema": {"fields": [{"name": name, "description": description}]}}}}
	count(found) == 1
}

test_a_repeated_name_says_nothing if {
	every description in ["order id", "Order_ID", "The order id."] {
		says_nothing("order_id", description)
	}
}

test_work_put_off_says_nothing if {
	every description in ["TODO", "tbd", "To be defined.", "FIXME: unit", "-", "n/a", "...", "Lorem ipsum dolor"] {
		says_nothing("order_id", description)
	}
}

test_words_about_the_value_say_something if {
	every description in ["Unique order id", "Total in EUR", "Age in years", "Test result, as the laboratory gave it"] {
		not says_nothing("order_id", description)
	}
}
