# METADATA
# scope: package
# title: Descriptions say something
# description: The description of a product has enough words to tell what one row is and what the product leaves out.
# custom:
#   id: {{ID}}
#   category: {{CATEGORY}}
#   severity: error
#   weight: 1
#   waivable: true
#   rationale: A product that nobody understands is built a second time.
#   remediation: Say what one row is, what the product is for, and what it leaves out.
#   parameters:
#     min_words:
#       type: integer
#       tighten: higher
#       description: The fewest words of a description.
#   examples:
#     pass: |
#       spec:
#         description: One row per order event, in the order in which they happened
#     fail: |
#       spec:
#         description: Orders
package {{PACKAGE}}

import data.policies.lib
import rego.v1

defaults := {"min_words": 5}

parameters := object.union(defaults, lib.parameters("{{ID}}"))

deny contains result if {
	words := split(lib.manifest.spec.description, " ")
	count(words) < parameters.min_words
	result := {
		"msg": sprintf("the description has %d words; at least %d are asked for", [count(words), parameters.min_words]),
		"path": ["spec", "description"],
	}
}
