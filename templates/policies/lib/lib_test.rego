package policies.lib_test

import data.policies.lib
import rego.v1

test_spans_of_time_are_read_as_people_write_them if {
	lib.seconds("30m") == 1800
	lib.seconds("1 hour") == 3600
	lib.seconds("1h 30m") == 5400
	lib.seconds("every 1 day") == 86400
	lib.seconds("7 years") == 220903200
	lib.seconds("1 M") == 2630016
	lib.seconds("PT1H30M") == 5400
	lib.seconds("P1Y2M3W4DT5H6M7S") == 38995999
}

test_what_is_no_span_of_time_has_no_length if {
	every text in ["", "30", "P", "PT", "h", "1 parsec", "-1h", "1.5h"] {
		not lib.seconds(text)
	}
}

test_shares_are_the_same_however_they_are_written if {
	every value in ["99.9%", "99.9 %", 99.9, 0.999, "99.9", "0.999"] {
		lib.share(value) == 99900000
	}
	lib.share(1) == lib.share("100%")
	lib.share("1%") == 1000000
	not lib.share("101%")
	not lib.share(-1)
	not lib.share("many")
}

test_days_are_counted_as_the_calendar_has_them if {
	lib.days("2026-03-01") - lib.days("2026-02-28") == 1
	lib.days("2028-03-01") - lib.days("2028-02-28") == 2
	lib.days("2100-03-01") - lib.days("2100-02-28") == 1
	lib.days("2027-01-01") - lib.days("2026-01-01") == 365
	lib.days("2026-11-21") - lib.days("1970-01-01") == 20778
	not lib.days("2026-13-01")
}

test_names_have_one_spelling if {
	every name in ["customer_email", "customerEmail", "Customer-Email", "CustomerEmail", "CUSTOMER_EMAIL"] {
		lib.snake(name) == "customer_email"
	}
	lib.snake("clientIPAddress") == "client_ip_address"
	lib.words("_cdc_deleted") == "_cdc_deleted_"
}

test_the_manifest_may_be_the_input_itself if {
	lib.manifest == {"kind": "DataProduct"} with input as {"kind": "DataProduct"}
	lib.manifest == {"a": 1} with input as {"manifest": {"a": 1}, "kind": "DataProduct"}
	not lib.manifest with input as {"kind": "Mesh"}
}

test_types_come_down_to_what_they_hold if {
	lib.kind("decimal(12,2)") == "decimal"
	lib.kind("array<decimal(12,2)>") == "decimal"
	lib.kind("map<array<string>>") == "string"
	lib.kind(7) == ""
}
