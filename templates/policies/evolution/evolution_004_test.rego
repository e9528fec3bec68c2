package policies.evolution_004_test

import data.policies.evolution_004
import rego.v1

window(deprecated, removed) if {
	version := {"version": "1.0.0", "deprecated": deprecated, "removed": removed}
	count(evolution_004.deny) == 0 with input as {"kind": "DataProduct", "spec": {"schema": {"previous": [version]}}}
}

test_days_are_counted_across_months_and_years if {
	window("2026-11-01", "2027-01-30")
	not window("2026-11-01", "2027-01-29")
	window("2027-12-01", "2028-02-29")
	not window("2027-12-02", "2028-02-29")
}

test_missing_days_are_named if {
	count(evolution_004.deny) == 2 with input as {"kind": "DataProduct", "spec": {"schema": {"previous": [{"version": "1.0.0"}]}}}
}
