package policies.schema_006_test

import data.policies.schema_006
import rego.v1

warns(name, type) if {
	found := schema_006.warn with input as {"manifest": {"spec": {"schema": {"fields": [{"name": name, "type": type}]}}}}
	count(found) == 1
}

test_names_are_read_in_any_case if {
	warns("createdAt", "long")
	warns("birth-date", "string")
}

test_parts_of_words_are_no_words if {
	every name in ["format", "candidate", "candidate_update", "location", "season", "date_format", "at_risk"] {
		not warns(name, "string")
	}
}
