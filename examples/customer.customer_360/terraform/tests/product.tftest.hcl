# The plan of this product says what data-product.yaml says.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "consumers_are_those_of_the_manifest" {
  command = plan

  assert {
    condition = join(" ", output.consumer_principals) == join(" ", sort(distinct([
      "arn:aws:iam::111122223333:role/marketing-data",
      "arn:aws:iam::111122223333:role/support-data",
    ])))
    error_message = "Exactly the consumers of the manifest must be granted."
  }
}

run "personal_data_is_excluded" {
  command = plan

  assert {
    condition = join(" ", output.excluded_columns) == join(" ", [
      "email",
      "phone",
      "address",
    ])
    error_message = "Exactly the columns with personal data must be excluded."
  }
}

run "a_region_that_is_none_is_refused" {
  command = plan

  variables {
    region = "Frankfurt"
  }

  expect_failures = [var.region]
}
