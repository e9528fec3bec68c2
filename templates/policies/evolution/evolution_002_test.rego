package policies.evolution_002_test

import data.policies.evolution_002
import rego.v1

test_the_strictest_mode_is_fine if count(evolution_002.warn) == 0 with input as {"kind": "DataProduct", "spec": {"schema": {"evolution": "FULL_TRANSITIVE"}}}
