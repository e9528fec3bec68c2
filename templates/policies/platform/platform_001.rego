# METADATA
# scope: package
# title: The storage is one that the platform supports
# description: The kind of every output port is allowed by the platform's standard, and not forbidden by it.
# custom:
#   id: PLATFORM-001
#   category: platform
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: Every domain may choose, within what the platform can secure, run and connect; elsewhere nobody can.
#   remediation: Use a kind of output port that the platform supports.
#   parameters:
#     allowed:
#       type: list
#       tighten: subset
#       description: Kinds of output ports that the platform supports; `*` stands for any kind of the packs.
#     not_allowed:
#       type: list
#       tighten: superset
#       description: Kinds of output ports that it does not, whatever else is allowed.
#   examples:
#     pass: |
#       spec: { outputPorts: [{ name: table, kind: snowflake }] }
#     fail: |
#       spec: { outputPorts: [{ name: table, kind: on_premise_database }] }
package policies.platform_001

import data.policies.lib
import rego.v1

defaults := {
	"allowed": ["*"],
	"not_allowed": ["individual_cloud_account", "on_premise_database"],
}

parameters := object.union(defaults, lib.parameters("PLATFORM-001"))

subjects contains ["spec", "outputPorts", index] if some index, _ in lib.items(["spec", "outputPorts"])

deny contains result if {
	some index, port in lib.items(["spec", "outputPorts"])
	kind := port.kind
	not supported(kind)
	result := {
		"msg": sprintf("the platform does not support output ports of the kind `%v`", [lib.shown(kind)]),
		"path": ["spec", "outputPorts", index, "kind"],
		"help": sprintf("use one of %v", [lib.quoted(parameters.allowed)]),
	}
}

supported(kind) if {
	lib.among(kind, parameters.allowed)
	not kind in parameters.not_allowed
}
