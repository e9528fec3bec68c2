# METADATA
# scope: package
# title: Consumers exist
# description: Where the mesh names its domains, every consumer is one of them.
# custom:
#   id: CONSUMER-005
#   category: consumers
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: A consumer with a misspelt domain is told about nothing.
#   remediation: Correct the domain, or add it to `mesh.yaml`.
#   examples:
#     pass: |
#       manifest: { spec: { access: { consumers: [{ domain: finance }] } } }
#       mesh: { domains: { finance: {} } }
#     fail: |
#       manifest: { spec: { access: { consumers: [{ domain: finanec }] } } }
#       mesh: { domains: { finance: {} } }
package policies.consumer_005

import data.policies.lib
import rego.v1

subjects contains ["spec", "access", "consumers", index] if some index, _ in lib.items(["spec", "access", "consumers"])

warn contains result if {
	count(known) > 0
	some index, consumer in lib.items(["spec", "access", "consumers"])
	domain := lib.snake(consumer.domain)
	not domain in known
	result := {
		"msg": sprintf("the mesh has no domain `%v`", [consumer.domain]),
		"path": ["spec", "access", "consumers", index, "domain"],
	}
}

known := {lib.snake(domain) | some domain, _ in input.mesh.domains}
