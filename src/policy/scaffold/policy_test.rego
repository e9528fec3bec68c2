package {{PACKAGE}}_test

import data.{{PACKAGE}}
import rego.v1

described(text) := {"manifest": {"spec": {"description": text}}}

test_a_description_with_enough_words_is_fine if {
	count({{NAME}}.deny) == 0 with input as described("One row per order event")
}

test_a_short_description_is_found_at_its_place if {
	found := {{NAME}}.deny with input as described("Orders")
	{["spec", "description"]} == {result.path | some result in found}
}

test_the_bound_is_a_parameter if {
	count({{NAME}}.deny) == 1 with input as described("One row per order event")
		with data.parameters as {"{{ID}}": {"min_words": 10}}
}
