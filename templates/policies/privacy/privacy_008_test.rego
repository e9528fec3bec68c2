package policies.privacy_008_test

import data.policies.privacy_008
import rego.v1

test_a_renamed_column_is_followed if {
	port := {"name": "crm", "fields": [{"name": "C_42", "as": "contact", "pii": true}]}
	found := privacy_008.deny with input as {"manifest": {"spec": {"inputPorts": [port], "schema": {"fields": [{"name": "contact"}]}}}}
	{result.msg | some result in found} == {"`contact` is personal in the input port `crm`, and not in the contract"}
}
