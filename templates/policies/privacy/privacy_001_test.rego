package policies.privacy_001_test

import data.policies.privacy_001
import rego.v1

undecided(fields) := {result.msg | some result in found} if {
	found := privacy_001.deny with input as {"manifest": {"spec": {"schema": {"fields": fields}}}}
}

test_a_struct_decides_for_its_members if undecided([{"name": "a", "pii": true, "fields": [{"name": "b"}]}]) == set()

test_members_are_asked_where_the_struct_is_silent if {
	undecided([{"name": "a", "fields": [{"name": "b", "pii": false}, {"name": "c"}]}]) == {
		"field `a` does not say whether it holds personal data",
		"field `a.c` does not say whether it holds personal data",
	}
}

test_a_text_is_no_decision if count(undecided([{"name": "a", "pii": "no"}])) == 1
