# METADATA
# scope: package
# title: No product is made from itself
# description: >-
#   No product is upstream and downstream of another, or of itself, through whatever other products of the mesh.
# custom:
#   id: LINEAGE-003
#   category: lineage
#   severity: error
#   weight: 5
#   since: 0.2.0
#   waivable: true
#   reads: [upstream]
#   rationale: >-
#     In a circle nothing is the source: an error feeds itself, and no run can be the first.
#   remediation: Take the input from the product that first knows the fact.
#   examples:
#     pass: |
#       { metadata: { domain: finance, name: revenue }, spec: { inputPorts: [{ name: a, location: { product: orders.order_events } }] } }
#     fail: |
#       { metadata: { domain: finance, name: revenue }, spec: { inputPorts: [{ name: a, location: { product: finance.revenue } }] } }
package policies.lineage_003

import data.policies.lib
import rego.v1

deny contains result if {
	some place in upstream
	some downstream in lib.items(["spec", "lineage", "downstream"])
	lib.snake(downstream.product) == lib.snake(place.product)
	result := {
		"msg": sprintf("`%v` is upstream and downstream of the product", [place.product]),
		"path": place.path,
	}
}

deny contains result if {
	some place in upstream
	first := lib.snake(place.product)
	reached := graph.reachable(inputs_of, {first})
	lib.snake(lib.product_id) in ({first} | {one | some id in reached; some one in inputs_of[id]})
	result := {
		"msg": sprintf("the product is made from itself, by way of `%v`", [place.product]),
		"path": place.path,
	}
}

# Product → the products that it is made from, as far as the mesh is known.
default inputs_of := {}

inputs_of := input.mesh.upstream

upstream contains {"product": product, "path": ["spec", "inputPorts", index, "location", "product"]} if {
	some index, port in lib.items(["spec", "inputPorts"])
	product := port.location.product
	is_string(product)
}

upstream contains {"product": one.product, "path": ["spec", "lineage", "upstream", index, "product"]} if {
	some index, one in lib.items(["spec", "lineage", "upstream"])
	is_string(one.product)
}
