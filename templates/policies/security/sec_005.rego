# METADATA
# scope: package
# title: Nobody is granted to everybody
# description: No principal and no grant is a wildcard, or stands for everybody or for everybody with an account.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/principals-overview
# custom:
#   id: SEC-005
#   category: security
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [terraform]
#   rationale: A grant to everybody cannot be revoked for one, and turns a mistake into a breach.
#   remediation: Name the group or the role that reads.
#   examples:
#     pass: |
#       spec: { access: { consumers: [{ domain: finance, principal: finance-data@example.com }] } }
#     fail: |
#       spec: { access: { consumers: [{ domain: finance, principal: allAuthenticatedUsers }] } }
package policies.sec_005

import data.policies.lib
import rego.v1

subjects contains ["spec", "access", "consumers", index] if some index, _ in lib.items(["spec", "access", "consumers"])

deny contains result if {
	some index, consumer in lib.items(["spec", "access", "consumers"])
	everybody(consumer.principal)
	result := {
		"msg": sprintf("the principal `%v` stands for everybody", [consumer.principal]),
		"path": ["spec", "access", "consumers", index, "principal"],
		"help": "name the group or the role that reads",
	}
}

deny contains result if {
	some file, body in lib.terraform
	some type, resources in body.resource
	some name, resource in resources
	some key in ["member", "members", "principal", "principals", "special_group", "iam_member"]
	some principal in {resource[key]} | {one | is_array(resource[key]); some one in resource[key]}
	everybody(principal)
	result := {
		"msg": sprintf("%v.%v grants access to `%v`", [type, name, principal]),
		"file": file,
		"path": ["resource", type, name, key],
		"help": "name the group or the role that reads",
	}
}

everybody(principal) if {
	is_string(principal)
	regex.match(`(^|[^a-z])(allusers|allauthenticatedusers|iam_allowed_principals|everyone|public)([^a-z]|$)|[*]`, lower(principal))
}
