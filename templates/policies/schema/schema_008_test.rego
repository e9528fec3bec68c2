package policies.schema_008_test

import data.policies.schema_008
import rego.v1

test_a_key_is_required if {
	fields := [{"name": "id", "primaryKey": true}, {"name": "day", "primaryKey": true, "required": true}]
	found := schema_008.deny with input as {"manifest": {"spec": {"schema": {"fields": fields}}}}
	{result.path[3] | some result in found} == {0}
}
