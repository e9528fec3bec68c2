package policies.privacy_003_test

import data.policies.privacy_003
import rego.v1

product(name, field) := {"manifest": {
	"metadata": {"domain": "sales", "name": name},
	"spec": {"schema": {"fields": [field]}},
}}

test_a_name_is_a_person_where_people_are_described if {
	count(privacy_003.warn) == 1 with input as product("customer_360", {"name": "name", "type": "string"})
	count(privacy_003.warn) == 1 with input as product("activeUsers", {"name": "name", "type": "string"})
	count(privacy_003.warn) == 0 with input as product("catalogue", {"name": "name", "type": "string"})
}

test_a_struct_may_describe_a_person if {
	struct := {"name": "driver", "type": "struct", "fields": [{"name": "name", "type": "string"}]}
	count(privacy_003.warn) == 1 with input as product("trips", struct)
}

test_parts_of_words_are_no_words if {
	every name in ["page", "voltage", "usage", "agent", "product_age_group", "storage"] {
		count(privacy_003.warn) == 0 with input as product("catalogue", {"name": name, "type": "string"})
	}
}

test_tagged_fields_are_decided if {
	count(privacy_003.warn) == 0 with input as product("customer_360", {"name": "gender", "type": "string", "pii": true})
}
