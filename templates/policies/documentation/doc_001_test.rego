package policies.doc_001_test

import data.policies.doc_001
import rego.v1

test_work_put_off_is_no_description if {
	every description in ["", "TODO: describe what this product is about, and for whom", "Orders"] {
		count(doc_001.deny) == 1 with input as {"kind": "DataProduct", "spec": {"description": description}}
	}
}
