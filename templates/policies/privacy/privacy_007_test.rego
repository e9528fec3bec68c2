package policies.privacy_007_test

import data.policies.privacy_007
import rego.v1

product(domain, access) := {"manifest": {"metadata": {"domain": domain}, "spec": {"access": access, "schema": {"fields": [{"name": "a"}]}}}}

test_saying_that_there_is_none_is_an_answer if {
	count(privacy_007.deny) == 0 with input as product("customer", {"privacy": {"piiFields": []}})
	count(privacy_007.deny) == 1 with input as product("customer", {"privacy": {}})
}

test_other_domains_need_not_say_it if count(privacy_007.deny) == 0 with input as product("orders", {})
