# METADATA
# scope: package
# title: Consumers say what they use the data for
# description: Every consumer of data that is confidential, or personal, states its purpose.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: CONSUMER-002
#   category: consumers
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Personal data may only be used for a stated purpose; and without one nobody can judge whether a request is in
#     order.
#   remediation: Add `purpose` to the consumer.
#   parameters:
#     classifications:
#       type: list
#       tighten: superset
#       description: The classifications that ask for a purpose.
#   examples:
#     pass: |
#       spec: { access: { classification: confidential, consumers: [{ domain: finance, purpose: Monthly closing }] } }
#     fail: |
#       spec: { access: { classification: confidential, consumers: [{ domain: finance }] } }
package policies.consumer_002

import data.policies.lib
import rego.v1

defaults := {"classifications": ["confidential", "restricted"]}

parameters := object.union(defaults, lib.parameters("CONSUMER-002"))

subjects contains ["spec", "access", "consumers", index] if {
	sensitive
	some index, _ in lib.items(["spec", "access", "consumers"])
}

deny contains result if {
	sensitive
	some index, consumer in lib.items(["spec", "access", "consumers"])
	lib.blank(object.get(consumer, "purpose", null))
	result := {
		"msg": sprintf("the consumer `%v` does not say what it uses the data for", [object.get(consumer, "domain", index)]),
		"path": ["spec", "access", "consumers", index],
		"help": "add `purpose`",
	}
}

sensitive if lib.holds_personal_data

sensitive if lib.spec.access.classification in parameters.classifications
