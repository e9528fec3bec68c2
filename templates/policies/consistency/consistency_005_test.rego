package policies.consistency_005_test

import data.policies.consistency_005
import rego.v1

model(config) := {"file": "dbt/a.yml", "path": ["models", 0], "properties": {"name": "a", "config": config}}

test_public_models_enforce_their_contract if {
	models := [model({"access": "public"}), model({"access": "private"}), model({"access": "public", "contract": {"enforced": true}})]
	found := consistency_005.deny with input as {"manifest": {}, "artefacts": {"dbt": {"models": models}}}
	{result.msg | some result in found} == {"the contract of the model `a` is not enforced"}
}
