# METADATA
# scope: package
# title: Domains are capabilities of the business
# description: The domain is not named after data, reporting, a system or a technology.
# related_resources:
#   - ref: https://martinfowler.com/articles/data-mesh-principles.html
# custom:
#   id: NAMING-002
#   category: naming
#   severity: warning
#   weight: 2
#   since: 0.2.0
#   waivable: true
#   rationale: A domain of data is the central team again; one of reports only consumes; one of a system dies with it.
#   remediation: Name the business capability whose team is the first to know when a fact changes.
#   parameters:
#     refused:
#       type: list
#       tighten: superset
#       description: Names that are no domains.
#   examples:
#     pass: |
#       metadata: { domain: orders }
#     fail: |
#       metadata: { domain: reporting }
package policies.naming_002

import data.policies.lib
import rego.v1

defaults := {"refused": [
	"analytics", "bi", "common", "core", "dashboard", "dashboards", "data", "data_lake", "data_platform", "database",
	"databricks", "dwh", "etl", "kafka", "mysql", "oracle", "platform", "postgres", "reporting", "reports", "salesforce",
	"sap", "shared", "snowflake", "warehouse_data",
]}

parameters := object.union(defaults, lib.parameters("NAMING-002"))

warn contains result if {
	domain := lib.manifest.metadata.domain
	lib.snake(domain) in parameters.refused
	result := {
		"msg": sprintf("`%v` is no capability of the business", [domain]),
		"path": ["metadata", "domain"],
		"help": "name the domain after what the business does",
	}
}
