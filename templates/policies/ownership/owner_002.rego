# METADATA
# scope: package
# title: Somebody is on call
# description: The owner names who is called when a service level is missed.
# custom:
#   id: OWNER-002
#   category: ownership
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: A promise that nobody is woken for is a wish.
#   remediation: >-
#     Add `metadata.owner.onCall`: a rotation, or the address of a pager.
#   examples:
#     pass: |
#       metadata: { owner: { onCall: "@orders-oncall" } }
#     fail: |
#       metadata: { owner: { team: order-experience } }
package policies.owner_002

import data.policies.lib
import rego.v1

deny contains result if {
	lib.manifest
	lib.silent(["metadata", "owner", "onCall"])
	result := {
		"msg": "nobody is on call for the product",
		"path": ["metadata", "owner", "onCall"],
		"help": "add `onCall`: a rotation, or the address of a pager",
	}
}
