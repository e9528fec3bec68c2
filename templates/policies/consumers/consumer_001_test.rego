package policies.consumer_001_test

import data.policies.consumer_001
import rego.v1

test_spellings_of_a_domain_are_one if {
	spec := {"lineage": {"downstream": [{"product": "supply-chain.stock"}]}, "access": {"consumers": [{"domain": "supply_chain"}]}}
	count(consumer_001.deny) == 0 with input as {"kind": "DataProduct", "spec": spec}
}

granted(principal) := {
	"manifest": {"spec": {"access": {"consumers": [{"domain": "finance", "principal": "finance@example.com"}]}}},
	"artefacts": {"terraform": {"terraform/main.tf": {"module": {"port": {"consumers": {"finance": principal}}}}}},
}

test_a_grant_needs_a_declared_consumer if {
	count(consumer_001.deny) == 0 with input as granted("group:finance@example.com")
	count(consumer_001.deny) == 1 with input as granted("group:somebody@example.com")
}
