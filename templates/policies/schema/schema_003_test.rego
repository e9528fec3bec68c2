package policies.schema_003_test

import data.policies.schema_003
import rego.v1

versions(version) := {"kind": "DataProduct", "spec": {"schema": {"version": version}}}

test_three_numbers_are_a_version if {
	every version in ["0.1.0", "1.0.0", "10.20.30", "1.0.0-rc.1", "1.0.0+build.7"] {
		count(schema_003.deny) == 0 with input as versions(version)
	}
}

test_anything_else_is_none if {
	every version in ["1", "1.0", "01.2.3", "v1.0.0", "1.0.0.0", "1.0.x", 2.1, [1, 0, 0]] {
		count(schema_003.deny) == 1 with input as versions(version)
	}
}
