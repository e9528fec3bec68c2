# METADATA
# scope: package
# title: Consumers are cleared for what they read
# description: >-
#   Where the mesh says how sensitive data a domain may read, no consumer reads data that is more sensitive.
# custom:
#   id: CONSUMER-003
#   category: consumers
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: A domain that handles no confidential data has no place to keep it.
#   remediation: Have the domain cleared in `mesh.yaml`, or grant it a product with less sensitive data.
#   examples:
#     pass: |
#       manifest: { spec: { access: { classification: internal, consumers: [{ domain: finance }] } } }
#       mesh: { domains: { finance: { clearance: internal } } }
#     fail: |
#       manifest: { spec: { access: { classification: restricted, consumers: [{ domain: finance }] } } }
#       mesh: { domains: { finance: { clearance: internal } } }
package policies.consumer_003

import data.policies.lib
import rego.v1

subjects contains ["spec", "access", "consumers", index] if some index, _ in lib.items(["spec", "access", "consumers"])

deny contains result if {
	some index, consumer in lib.items(["spec", "access", "consumers"])
	some domain, settings in input.mesh.domains
	lib.snake(domain) == lib.snake(consumer.domain)
	clearance := settings.clearance
	most := max({lib.rank[level] | some level in levels})
	most > lib.rank[clearance]
	result := {
		"msg": sprintf("the domain `%v` is cleared for %v data, and the product holds more sensitive data", [consumer.domain, clearance]),
		"path": ["spec", "access", "consumers", index, "domain"],
		"help": "have the domain cleared, or grant it less sensitive data",
	}
}

levels := {lib.spec.access.classification} | {entry.field.classification | some entry in lib.fields}
