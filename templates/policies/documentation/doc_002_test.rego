package policies.doc_002_test

import data.policies.doc_002
import rego.v1

test_a_page_in_the_catalog_is_enough if {
	count(doc_002.warn) == 0 with input as {"kind": "DataProduct", "metadata": {"catalogUrl": "https://catalog.example.com"}}
	count(doc_002.warn) == 1 with input as {"kind": "DataProduct", "metadata": {"tags": []}}
}
