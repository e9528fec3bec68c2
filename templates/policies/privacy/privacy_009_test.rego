package policies.privacy_009_test

import data.policies.privacy_009
import rego.v1

test_other_personal_fields_are_free if {
	fields := [{"name": "id", "primaryKey": true, "pii": false}, {"name": "email", "pii": true}]
	count(privacy_009.warn) == 0 with input as {"manifest": {"spec": {"schema": {"fields": fields}}}}
}
