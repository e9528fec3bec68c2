package policies.sec_003_test

import data.policies.sec_003
import rego.v1

product(retention, pii) := {"kind": "DataProduct", "spec": {
	"access": {"retention": retention},
	"schema": {"fields": [{"name": "email", "pii": pii}]},
}}

test_data_about_nobody_may_be_kept if count(sec_003.deny) == 0 with input as product("100 years", false)

test_the_bound_itself_is_allowed if {
	count(sec_003.deny) == 0 with input as product("10 years", true)
	count(sec_003.deny) == 1 with input as product("10 years 1 day", true)
}
