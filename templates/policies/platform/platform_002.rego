# METADATA
# scope: package
# title: Formats are ones that others can read
# description: Where a port names a file format, it is required or allowed by the platform's standard.
# custom:
#   id: PLATFORM-002
#   category: platform
#   severity: error
#   weight: 3
#   since: 0.2.0
#   waivable: true
#   rationale: Products are combined; a format that one engine reads ends that.
#   remediation: Use parquet, avro or iceberg.
#   parameters:
#     allowed:
#       type: list
#       tighten: subset
#       description: >-
#         Formats that the platform supports: `parquet`, `avro` and `iceberg` for tables, `json` and `csv` for special
#         uses.
#   examples:
#     pass: |
#       spec: { outputPorts: [{ name: table, kind: aws, location: { format: iceberg } }] }
#     fail: |
#       spec: { outputPorts: [{ name: table, kind: aws, location: { format: xlsx } }] }
package policies.platform_002

import data.policies.lib
import rego.v1

defaults := {"allowed": ["parquet", "avro", "iceberg", "json", "csv"]}

parameters := object.union(defaults, lib.parameters("PLATFORM-002"))

subjects contains port.path if some port in ports

deny contains result if {
	some port in ports
	not lower(port.format) in parameters.allowed
	result := {
		"msg": sprintf("the platform does not support the format `%v`", [port.format]),
		"path": port.path,
		"help": sprintf("use one of %v", [lib.quoted(parameters.allowed)]),
	}
}

ports contains {"format": format, "path": ["spec", "outputPorts", index, "location", "format"]} if {
	some index, port in lib.items(["spec", "outputPorts"])
	format := port.location.format
	is_string(format)
}
