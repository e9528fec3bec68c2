package policies.schema_007_test

import data.policies.schema_007
import rego.v1

test_the_innermost_struct_is_named if {
	fields := [{"name": "a", "fields": [{"name": "b", "fields": [{"name": "c", "fields": [{"name": "d"}]}]}]}]
	found := schema_007.warn with input as {"manifest": {"spec": {"schema": {"fields": fields}}}}
	{result.msg | some result in found} == {"the struct `a.b.c` is nested deeper than 2 levels"}
}
