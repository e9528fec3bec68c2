package policies.privacy_002_test

import data.policies.privacy_002
import rego.v1

personal(name, type) if {
	found := privacy_002.deny with input as {"manifest": {"spec": {"schema": {"fields": [{"name": name, "type": type, "pii": false}]}}}}
	count(found) > 0
}

test_names_are_read_word_by_word_in_any_case if {
	every name in [
		"email", "customerEmail", "customer-email", "CUSTOMER_EMAIL", "billing_email_address", "phoneNumber", "first_name",
		"lastName", "fullName", "ip_address", "clientIP", "date_of_birth", "SSN", "passport_number", "national_id",
		"home_address", "shippingAddress", "iban", "username",
	] {
		personal(name, "string")
	}
}

test_false_alarms_are_few if {
	every name in [
		"name", "product_name", "file_name", "event_name", "emailed", "email_domain", "email_hash", "email_template",
		"address_id", "ip_version", "zip", "shipping", "description", "phone_type", "mobile_app_version", "web_address",
		"streetcar", "passports_checked_by", "addressable", "telephone_status", "tip", "recipe",
	] {
		not personal(name, "string")
	}
}

test_the_type_counts if {
	every type in ["boolean", "uuid", "decimal(5,2)", "double", "enum", "array<boolean>"] {
		not personal("email", type)
	}
	personal("phone", "long")
	not personal("email", "long")
	personal("date_of_birth", "date")
	personal("emails_email", "array<string>")
}

test_a_closed_list_of_values_is_nobody if {
	found := privacy_002.deny with input as {"manifest": {"spec": {"schema": {"fields": [{
		"name": "preferred_contact_email", "type": "string", "enum": ["email", "phone"],
	}]}}}}
	count(found) == 0
}

test_a_personal_struct_covers_its_members if {
	members := [{"name": "street", "type": "string"}, {"name": "email", "type": "string", "pii": false}]
	found := privacy_002.deny with input as {"manifest": {"spec": {"schema": {"fields": [{
		"name": "address", "type": "struct", "pii": true, "fields": members,
	}]}}}}
	{result.msg | some result in found} == {"`address.email` looks personal (`email`), and is not tagged so"}
}

test_an_organisation_adds_and_allows if {
	product := {"manifest": {"spec": {"schema": {"fields": [
		{"name": "loyalty_number", "type": "string"},
		{"name": "email", "type": "string"},
	]}}}}
	found := privacy_002.deny with input as product
		with data.parameters as {"PRIVACY-002": {"text": ["loyalty_number", "email"], "allowed": ["email"]}}
	{result.path[3] | some result in found} == {0}
}

test_a_field_is_named_once if {
	found := privacy_002.deny with input as {"manifest": {"spec": {"schema": {"fields": [{"name": "phone_number", "type": "string"}]}}}}
	count(found) == 1
}
