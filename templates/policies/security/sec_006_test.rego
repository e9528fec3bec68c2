package policies.sec_006_test

import data.policies.sec_006
import rego.v1

leaks(value) if {
	found := sec_006.deny with input as {"kind": "DataProduct", "spec": {"options": {"nested": {"list": ["a", value]}}}}
	{result.path | some result in found} == {["spec", "options", "nested", "list", 1]}
}

test_known_shapes_are_found if {
	every value in [
		"AKIAIOSFODNN7EXAMPLE", "postgres://app:s3cret@db/orders", "-----BEGIN RSA PRIVATE KEY-----", "password=hunter22",
		concat("", ["gh", "p_0123456789abcdefghijABCDEFGHIJ0123456789"]),
	] {
		leaks(value)
	}
}

test_names_of_secrets_are_none if {
	every value in ["vault:orders/password", "password: ${DB_PASSWORD}", "https://host:8443/path", "a@b.example", "secretary = ok"] {
		not leaks(value)
	}
}
