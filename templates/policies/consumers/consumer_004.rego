# METADATA
# scope: package
# title: Consumers can be told about a change
# description: Every declared consumer has a contact.
# custom:
#   id: CONSUMER-004
#   category: consumers
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: A deprecation that reaches nobody is a breaking change with a delay.
#   remediation: >-
#     Add `contact` to the consumer: the mailbox of its team.
#   examples:
#     pass: |
#       spec: { access: { consumers: [{ domain: finance, contact: finance@example.com }] } }
#     fail: |
#       spec: { access: { consumers: [{ domain: finance }] } }
package policies.consumer_004

import data.policies.lib
import rego.v1

subjects contains ["spec", "access", "consumers", index] if some index, _ in lib.items(["spec", "access", "consumers"])

warn contains result if {
	some index, consumer in lib.items(["spec", "access", "consumers"])
	lib.blank(object.get(consumer, "contact", null))
	result := {
		"msg": sprintf("the consumer `%v` has no contact", [object.get(consumer, "domain", index)]),
		"path": ["spec", "access", "consumers", index],
		"help": "add `contact`, the mailbox of the team",
	}
}
