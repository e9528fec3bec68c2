# METADATA
# scope: package
# title: Consumers only read
# description: A role that is granted to a consumer has no permission beyond reading.
# custom:
#   id: SEC-004
#   category: security
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: A consumer that can write can change what every other consumer reads.
#   remediation: Give the consumer a role with `SELECT` alone.
#   parameters:
#     permissions:
#       type: list
#       tighten: subset
#       description: What consumers may do.
#   examples:
#     pass: |
#       spec: { access: { roles: [{ name: reader, permissions: [SELECT] }], consumers: [{ domain: finance, role: reader }] } }
#     fail: |
#       spec: { access: { roles: [{ name: admin, permissions: [SELECT, UPDATE] }], consumers: [{ domain: finance, role: admin }] } }
package policies.sec_004

import data.policies.lib
import rego.v1

defaults := {"permissions": ["SELECT"]}

parameters := object.union(defaults, lib.parameters("SEC-004"))

subjects contains ["spec", "access", "consumers", index] if {
	some index, consumer in lib.items(["spec", "access", "consumers"])
	consumer.role
}

deny contains result if {
	some index, consumer in lib.items(["spec", "access", "consumers"])
	some role in lib.items(["spec", "access", "roles"])
	role.name == consumer.role
	is_array(role.permissions)
	some permission in role.permissions
	not upper(permission) in parameters.permissions
	result := {
		"msg": sprintf("the role `%v` of the consumer `%v` may %v", [role.name, consumer.domain, permission]),
		"path": ["spec", "access", "consumers", index, "role"],
		"help": "grant a role that only reads",
	}
}
