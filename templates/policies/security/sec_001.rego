# METADATA
# scope: package
# title: The data is classified
# description: >-
#   The product says how sensitive its data is: public, internal, confidential or restricted.
# custom:
#   id: SEC-001
#   category: security
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: false
#   rationale: Who may be granted access, and how data is protected, follows from the classification.
#   remediation: Add `spec.access.classification`.
#   examples:
#     pass: |
#       spec: { access: { classification: internal } }
#     fail: |
#       spec: { access: { retention: 7 years } }
package policies.sec_001

import data.policies.lib
import rego.v1

deny contains result if {
	lib.manifest
	lib.silent(["spec", "access", "classification"])
	result := {
		"msg": "the data is not classified",
		"path": ["spec", "access", "classification"],
		"help": "add `classification`: public, internal, confidential or restricted",
	}
}

deny contains result if {
	classification := lib.manifest.spec.access.classification
	not lib.blank(classification)
	not lib.rank[classification]
	result := {
		"msg": sprintf("`%v` is no classification", [lib.shown(classification)]),
		"path": ["spec", "access", "classification"],
		"help": "it is public, internal, confidential or restricted",
	}
}
