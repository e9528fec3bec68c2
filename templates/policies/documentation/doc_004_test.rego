package policies.doc_004_test

import data.policies.doc_004
import rego.v1

test_work_done_elsewhere_is_not_judged if {
	spec := {"lineage": {"transformations": [{"name": "a", "type": "spark"}]}}
	count(doc_004.warn) == 0 with input as {"kind": "DataProduct", "spec": spec}
}
