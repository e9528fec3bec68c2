# METADATA
# scope: package
# title: [
package policies.t_019
