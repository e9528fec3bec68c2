# METADATA
# scope: package
# title: The data stays where it may be
# description: Where an output port names its region, the region is allowed.
# custom:
#   id: PLATFORM-006
#   category: platform
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: >-
#     Contracts and laws say in which countries data may lie, and a region cannot be changed once there is data.
#   remediation: Choose an allowed region before there is data.
#   parameters:
#     allowed:
#       type: list
#       tighten: subset
#       description: Regions in which data may lie; a `*` at the end stands for any ending.
#   examples:
#     pass: |
#       spec: { outputPorts: [{ name: table, kind: aws, location: { region: eu-west-1 } }] }
#     fail: |
#       spec: { outputPorts: [{ name: table, kind: aws, location: { region: cn-north-1 } }] }
package policies.platform_006

import data.policies.lib
import rego.v1

defaults := {"allowed": [
	"EU", "US", "af-*", "ap-*", "asia-*", "australia-*", "ca-*", "eu-*", "europe-*", "il-*", "me-*",
	 "mx-*", "northamerica-*", "sa-*", "southamerica-*", "us-*",
]}

parameters := object.union(defaults, lib.parameters("PLATFORM-006"))

subjects contains place.path if some place in places

deny contains result if {
	some place in places
	not lib.among(place.region, parameters.allowed)
	result := {
		"msg": sprintf("data may not lie in the region `%v`", [place.region]),
		"path": place.path,
		"help": sprintf("use one of %v", [lib.quoted(parameters.allowed)]),
	}
}

places contains {"region": region, "path": ["spec", "outputPorts", index, "location", key]} if {
	some index, port in lib.items(["spec", "outputPorts"])
	some key in ["region", "location"]
	region := port.location[key]
	is_string(region)
}
