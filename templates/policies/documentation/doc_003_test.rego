package policies.doc_003_test

import data.policies.doc_003
import rego.v1

test_each_port_is_judged if {
	ports := [{"name": "a", "description": "One row per a"}, {"name": "b", "description": " "}]
	found := doc_003.warn with input as {"kind": "DataProduct", "spec": {"inputPorts": ports}}
	{result.path[2] | some result in found} == {1}
}
