# METADATA
# scope: package
# title: There is a place to ask
# description: The owner names a channel for questions.
# custom:
#   id: OWNER-003
#   category: ownership
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Questions that everybody can read are answered once.
#   remediation: Add `metadata.owner.channel`.
#   examples:
#     pass: |
#       metadata: { owner: { channel: "#data-orders" } }
#     fail: |
#       metadata: { owner: { team: order-experience } }
package policies.owner_003

import data.policies.lib
import rego.v1

warn contains result if {
	lib.manifest
	lib.silent(["metadata", "owner", "channel"])
	result := {
		"msg": "there is no channel to ask in",
		"path": ["metadata", "owner", "channel"],
		"help": "add `channel`, such as `\"#data-orders\"`",
	}
}
