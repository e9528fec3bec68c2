package policies.consistency_001_test

import data.policies.consistency_001
import rego.v1

manifest := {"metadata": {"version": "2.0.0"}, "spec": {"schema": {"version": "2.0.0", "previous": [{"version": "1.4.0"}]}}}

found(artefacts) := {result.file | some result in results} if {
	results := consistency_001.deny with input as {"manifest": manifest, "artefacts": artefacts}
}

test_live_versions_may_have_files if {
	found({"avro": {
		"schemas/a_v2.avsc": {"namespace": "com.example.orders.a.v2"},
		"schemas/a_v1.avsc": {"namespace": "com.example.orders.a.v1"},
		"schemas/a_v3.avsc": {"namespace": "com.example.orders.a.v3"},
		"schemas/part.avsc": {"namespace": "com.example.shared"},
	}}) == {"schemas/a_v3.avsc"}
}

test_public_models_are_of_the_version if {
	model := {"file": "dbt/a.yml", "path": ["models", 0], "properties": {"name": "a", "latest_version": 1, "config": {"access": "public"}}}
	private := {"file": "dbt/b.yml", "path": ["models", 0], "properties": {"name": "b", "latest_version": 1}}
	found({"dbt": {"models": [model, private]}}) == {"dbt/a.yml"}
}
