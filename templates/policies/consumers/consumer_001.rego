# METADATA
# scope: package
# title: Consumers are declared before they have access
# description: >-
#   Every product downstream belongs to a declared consumer, and Terraform grants nothing to a principal that the
#   manifest does not name.
# custom:
#   id: CONSUMER-001
#   category: consumers
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [terraform]
#   rationale: Who is not declared is not told about a change, and nobody knows what a change breaks.
#   remediation: Declare the consumer below `spec.access.consumers`.
#   examples:
#     pass: |
#       spec: { lineage: { downstream: [{ product: finance.revenue }] }, access: { consumers: [{ domain: finance }] } }
#     fail: |
#       spec: { lineage: { downstream: [{ product: finance.revenue }] }, access: { consumers: [{ domain: marketing }] } }
package policies.consumer_001

import data.policies.lib
import rego.v1

subjects contains ["spec", "lineage", "downstream", index] if some index, _ in lib.items(["spec", "lineage", "downstream"])

deny contains result if {
	some index, downstream in lib.items(["spec", "lineage", "downstream"])
	domain := split(downstream.product, ".")[0]
	not lib.snake(domain) in declared
	result := {
		"msg": sprintf("`%v` reads the product, and its domain is no declared consumer", [downstream.product]),
		"path": ["spec", "lineage", "downstream", index, "product"],
		"help": sprintf("declare `domain: %v` below `spec.access.consumers`", [domain]),
	}
}

declared := {lib.snake(consumer.domain) | some consumer in lib.items(["spec", "access", "consumers"])}

deny contains result if {
	some file, body in lib.terraform
	some name, call in body.module
	is_object(call.consumers)
	some principal in call.consumers
	not principal in principals
	result := {
		"msg": sprintf("Terraform grants access to `%v`, which no consumer of the manifest names", [principal]),
		"file": file,
		"path": ["module", name, "consumers"],
		"help": "declare the consumer in the manifest, and let `mesh-cli generate` write the grant",
	}
}

# A group may be written with or without saying that it is one.
principals := {spelling |
	some consumer in lib.items(["spec", "access", "consumers"])
	some spelling in {consumer.principal, sprintf("group:%v", [consumer.principal])}
}
