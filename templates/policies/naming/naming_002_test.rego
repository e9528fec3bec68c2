package policies.naming_002_test

import data.policies.naming_002
import rego.v1

test_spelling_does_not_matter if {
	every domain in ["Data-Platform", "dataLake", "BI"] {
		count(naming_002.warn) == 1 with input as {"kind": "DataProduct", "metadata": {"domain": domain}}
	}
}

test_parts_of_words_are_no_words if {
	every domain in ["database_marketing", "postgrest_guild", "core_banking"] {
		count(naming_002.warn) == 0 with input as {"kind": "DataProduct", "metadata": {"domain": domain}}
	}
}
