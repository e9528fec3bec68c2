package policies.slo_002_test

import data.policies.slo_002
import rego.v1

test_an_empty_section_promises_nothing if {
	every slo in [{}, {"freshness": {}}, {"freshness": null}, {"freshness": {"target": ""}}, "1 hour"] {
		count(slo_002.deny) == 1 with input as {"kind": "DataProduct", "spec": {"slo": slo}}
	}
}
