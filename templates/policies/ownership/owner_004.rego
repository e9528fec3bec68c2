# METADATA
# scope: package
# title: The owner's mailbox belongs to the organisation
# description: >-
#   The mailbox of the owner is not one that anybody can open, and, where the organisation names its domains, is at
#   one of them.
# custom:
#   id: OWNER-004
#   category: ownership
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: A private mailbox leaves with its owner, and tells people outside of incidents.
#   remediation: Use the mailbox of the team.
#   parameters:
#     refused:
#       type: list
#       tighten: superset
#       description: Domains of mailboxes that anybody can open.
#     domains:
#       type: list
#       tighten: subset
#       description: Domains of the organisation's mailboxes; `*` stands for any.
#   examples:
#     pass: |
#       metadata: { owner: { email: orders@example.com } }
#     fail: |
#       metadata: { owner: { email: best.team.ever@gmail.com } }
package policies.owner_004

import data.policies.lib
import rego.v1

defaults := {
	"refused": [
		"aol.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "me.com",
		"outlook.com", "proton.me", "protonmail.com", "web.de", "yahoo.com", "yandex.com",
	],
	"domains": ["*"],
}

parameters := object.union(defaults, lib.parameters("OWNER-004"))

deny contains result if {
	email := lib.manifest.metadata.owner.email
	is_string(email)
	host := lower(split(email, "@")[1])
	refused(host)
	result := {
		"msg": sprintf("`%v` is no mailbox of the organisation", [email]),
		"path": ["metadata", "owner", "email"],
		"help": "use the mailbox of the team",
	}
}

refused(host) if host in parameters.refused

refused(host) if {
	not "*" in parameters.domains
	not host in parameters.domains
}
