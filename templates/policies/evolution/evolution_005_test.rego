package policies.evolution_005_test

import data.policies.evolution_005
import rego.v1

test_one_version_is_fine if count(evolution_005.warn) == 0 with input as {"kind": "DataProduct"}
