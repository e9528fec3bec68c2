package policies.schema_001_test

import data.policies.schema_001
import rego.v1

missing(schema) := {result.path[2] | some result in found} if {
	found := schema_001.deny with input as {"manifest": {"spec": {"schema": schema}}}
}

test_every_missing_key_is_named if missing({}) == {"version", "fields"}

test_no_fields_are_as_good_as_none if missing({"version": "1.0.0", "fields": []}) == {"fields"}

test_a_schema_that_is_none_is_missing_everything if missing("later") == {"version", "fields"}

test_an_organisation_may_ask_for_more if {
	found := schema_001.deny with input as {"manifest": {"spec": {"schema": {"version": "1.0.0", "fields": [{}]}}}}
		with data.parameters as {"SCHEMA-001": {"required": ["fields", "evolution"]}}
	{result.path[2] | some result in found} == {"evolution"}
}

test_what_is_no_product_is_not_judged if count(schema_001.deny) == 0 with input as {"kind": "Mesh"}
