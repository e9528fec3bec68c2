# METADATA
# scope: package
# title: Somebody owns the product
# description: The manifest names the domain, the product, and the team that answers for it, with its mailbox.
# custom:
#   id: OWNER-001
#   category: ownership
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: false
#   rationale: Data without an owner is broken for weeks before anybody feels asked.
#   remediation: Add the missing key to `metadata`.
#   examples:
#     pass: |
#       metadata: { domain: orders, name: order_events, owner: { team: order-experience, email: orders@example.com } }
#     fail: |
#       metadata: { domain: orders, name: order_events, owner: { team: order-experience } }
package policies.owner_001

import data.policies.lib
import rego.v1

subjects := {["domain"], ["name"], ["owner", "team"], ["owner", "email"]}

deny contains result if {
	lib.manifest
	some path in subjects
	place := array.concat(["metadata"], path)
	lib.silent(place)
	result := {
		"msg": sprintf("the manifest does not say `%v`", [concat(".", place)]),
		"path": place,
		"help": sprintf("add `%v`", [concat(".", place)]),
	}
}
