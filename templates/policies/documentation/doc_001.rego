# METADATA
# scope: package
# title: The product is described
# description: >-
#   The manifest says what one row is, what the product is for, and what it leaves out, in a sentence at least.
# custom:
#   id: DOC-001
#   category: documentation
#   severity: error
#   weight: 4
#   since: 0.2.0
#   waivable: true
#   rationale: A product that nobody can understand is not found, or is misread.
#   remediation: >-
#     Write `spec.description`: what one row is, what the product is for, what it leaves out.
#   parameters:
#     min_length:
#       type: integer
#       tighten: higher
#       description: The least number of characters.
#   examples:
#     pass: |
#       spec: { description: One row per event in the life of an order. }
#     fail: |
#       spec: { description: Orders. }
package policies.doc_001

import data.policies.lib
import rego.v1

defaults := {"min_length": 30}

parameters := object.union(defaults, lib.parameters("DOC-001"))

deny contains result if {
	lib.manifest
	lib.silent(["spec", "description"])
	result := {
		"msg": "the product is not described",
		"path": ["spec", "description"],
		"help": "say what one row is, what the product is for, and what it leaves out",
	}
}

deny contains result if {
	description := lib.manifest.spec.description
	is_string(description)
	not lib.blank(description)
	short(description)
	result := {
		"msg": sprintf("the description is shorter than %v characters, or was put off", [parameters.min_length]),
		"path": ["spec", "description"],
		"help": "say what one row is, what the product is for, and what it leaves out",
	}
}

short(description) if count(trim_space(description)) < parameters.min_length

short(description) if lib.placeholder(description)
