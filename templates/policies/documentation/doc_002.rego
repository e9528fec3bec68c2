# METADATA
# scope: package
# title: The product can be found
# description: The product has words to be found by, or a page in the catalog.
# custom:
#   id: DOC-002
#   category: documentation
#   severity: warning
#   weight: 1
#   since: 0.2.0
#   waivable: true
#   rationale: Teams that do not find a product build it a second time.
#   remediation: Add `metadata.tags`, or `metadata.catalogUrl`.
#   examples:
#     pass: |
#       metadata: { tags: [orders] }
#     fail: |
#       metadata: { name: order_events }
package policies.doc_002

import data.policies.lib
import rego.v1

warn contains result if {
	lib.manifest
	lib.silent(["metadata", "tags"])
	lib.silent(["metadata", "catalogUrl"])
	result := {
		"msg": "the product has neither tags nor a page in the catalog",
		"path": ["metadata"],
		"key": true,
		"help": "add `tags: [words, to, find, it, by]`, or `catalogUrl`",
	}
}
