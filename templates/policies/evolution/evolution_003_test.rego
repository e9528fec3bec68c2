package policies.evolution_003_test

import data.policies.evolution_003
import rego.v1

test_enums_are_found_wherever_they_are if {
	enum := {"type": "enum", "name": "State", "symbols": ["OPEN", "UNKNOWN"], "default": "GONE"}
	fields := [{"name": "a", "type": ["null", {"type": "array", "items": enum}]}]
	found := evolution_003.deny with input as {"manifest": {}, "artefacts": {"avro": {"schemas/a_v1.avsc": {"fields": fields}}}}
	{result.path | some result in found} == {["fields", 0, "type", 1, "items"]}
}
