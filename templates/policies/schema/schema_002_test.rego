package policies.schema_002_test

import data.policies.schema_002
import rego.v1

test_members_of_structs_are_fields_too if {
	found := schema_002.warn with input as {"manifest": {"spec": {"schema": {"fields": [{
		"name": "address", "type": "struct", "description": "Postal address",
		"fields": [{"name": "street", "type": "string"}],
	}]}}}}
	{result.msg | some result in found} == {"field `address.street` has no description"}
	{result.path | some result in found} == {["spec", "schema", "fields", 0, "fields", 0]}
}

test_blanks_describe_nothing if {
	found := schema_002.warn with input as {"manifest": {"spec": {"schema": {"fields": [{"name": "a", "description": "  "}]}}}}
	count(found) == 1
}
