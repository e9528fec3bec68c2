package policies.slo_008_test

import data.policies.slo_008
import rego.v1

test_each_port_is_judged if {
	ports := [{"name": "a", "freshness": {"column": "c"}}, {"name": "b"}, {}]
	found := slo_008.warn with input as {"kind": "DataProduct", "spec": {"inputPorts": ports}}
	{result.path[2] | some result in found} == {1, 2}
}
