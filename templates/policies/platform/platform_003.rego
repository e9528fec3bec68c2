# METADATA
# scope: package
# title: Interfaces speak and authenticate as the platform does
# description: Where an output port names a protocol or an authentication, each is one of the platform's standard.
# custom:
#   id: PLATFORM-003
#   category: platform
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: One way to call and one way to prove who calls is what makes interfaces composable, and audits short.
#   remediation: Use rest or grpc, with oauth2 or mtls.
#   parameters:
#     protocols:
#       type: list
#       tighten: subset
#       description: Protocols that the platform supports.
#     authentication:
#       type: list
#       tighten: subset
#       description: Ways to authenticate that the platform supports.
#   examples:
#     pass: |
#       spec: { outputPorts: [{ name: api, kind: api, location: { protocol: rest, authentication: oauth2 } }] }
#     fail: |
#       spec: { outputPorts: [{ name: api, kind: api, location: { protocol: soap, authentication: basic } }] }
package policies.platform_003

import data.policies.lib
import rego.v1

defaults := {
	"protocols": ["rest", "grpc"],
	"authentication": ["oauth2", "mtls"],
}

parameters := object.union(defaults, lib.parameters("PLATFORM-003"))

subjects contains choice.path if some choice in choices

deny contains result if {
	some choice in choices
	not lower(choice.value) in choice.allowed
	result := {
		"msg": sprintf("the platform does not support the %v `%v`", [choice.key, choice.value]),
		"path": choice.path,
		"help": sprintf("use one of %v", [lib.quoted(choice.allowed)]),
	}
}

choices contains choice if {
	some index, port in lib.items(["spec", "outputPorts"])
	some key, list in {"protocol": "protocols", "authentication": "authentication"}
	value := port.location[key]
	is_string(value)
	choice := {
		"key": key,
		"value": value,
		"allowed": parameters[list],
		"path": ["spec", "outputPorts", index, "location", key],
	}
}
