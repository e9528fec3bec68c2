mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  classification  = "internal"
  description     = "One row per parcel."
  domain          = "logistics"
  product_name    = "shipment_tracking"
  product_version = "2.1.0"
  retention_days  = 365

  columns = [
    { name = "shipment_id", type = "string", comment = "Key of the shipment." },
    { name = "weight_kg", type = "decimal(9,3)" },
    { name = "recipient_email", type = "string", pii = true },
  ]

  consumers = [
    { product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
  ]

  owner = { team = "Parcel & Co", email = "parcels@example.com" }

  slo = {
    freshness = { target_minutes = 30, warn_minutes = 45, error_minutes = 90 }
  }
}

run "every_variable_refuses_a_wrong_value" {
  command = plan

  variables {
    # an upper-case bucket
    access_log_bucket = "Platform_Logs"
    # no days of logs
    access_log_retention_days = 0
    # an unknown classification
    classification = "secret"
    # no columns
    columns   = []
    consumers = []
    # a hyphen in the database
    database_name = "logistics-shipments"
    # an empty description
    description = " "
    # a domain with a space
    domain = "last mile"
    # too short a deletion window
    kms_deletion_window_days = 1
    # half a day
    noncurrent_retention_days = 0.5
    # an owner without an address
    owner = { team = "Parcels", email = "parcels" }
    # a producer that is no role
    producer_role_arn = "arn:aws:iam::123456789012:user/anna"
    # a product name with two hyphens
    product_name = "shipment--tracking"
    # a version that is no semver
    product_version = "v2"
    # no retention
    retention_days = 0
    # a warning before the target
    slo = { freshness = { target_minutes = 60, warn_minutes = 45, error_minutes = 90 } }
    # a dot in the table
    table_name = "db.table"
    # a reserved tag
    tags = { "aws:owner" = "x" }
  }

  expect_failures = [
    var.access_log_bucket,
    var.access_log_retention_days,
    var.classification,
    var.columns,
    var.database_name,
    var.description,
    var.domain,
    var.kms_deletion_window_days,
    var.noncurrent_retention_days,
    var.owner,
    var.producer_role_arn,
    var.product_name,
    var.product_version,
    var.retention_days,
    var.slo,
    var.table_name,
    var.tags,
  ]
}

run "they_refuse_other_wrong_values_too" {
  command = plan

  variables {
    # an upper-case column
    columns = [{ name = "Shipment", type = "string" }]
    # a domain that begins with a digit
    domain = "3pl"
    # an owner without a team
    owner = { team = "", email = "parcels@example.com" }
    # more than all
    slo = { completeness_percent = 101 }
  }

  expect_failures = [
    var.columns,
    var.domain,
    var.owner,
    var.slo,
  ]
}

run "an_underscore_in_the_prefix_is_refused" {
  command = plan

  variables {
    name_prefix = "dp_tracking"
  }

  expect_failures = [var.name_prefix]
}

run "a_column_twice_is_refused" {
  command = plan

  variables {
    columns = [{ name = "a", type = "string" }, { name = "a", type = "int" }]
  }

  expect_failures = [var.columns]
}

run "a_type_of_another_dialect_is_refused" {
  command = plan

  variables {
    columns = [{ name = "a", type = "NUMERIC(9,3)" }]
  }

  expect_failures = [var.columns]
}

run "a_wildcard_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "*" }]
  }

  expect_failures = [var.consumers]
}

run "a_wildcard_in_an_arn_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/*" }]
  }

  expect_failures = [var.consumers]
}

run "all_iam_principals_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "IAM_ALLOWED_PRINCIPALS" }]
  }

  expect_failures = [var.consumers]
}

run "everybody_of_an_account_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:root" }]
  }

  expect_failures = [var.consumers]
}

run "all_users_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "allUsers" }]
  }

  expect_failures = [var.consumers]
}

run "all_authenticated_users_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "allAuthenticatedUsers" }]
  }

  expect_failures = [var.consumers]
}

run "an_address_for_a_principal_is_refused" {
  command = plan

  variables {
    consumers = [{ product = "finance.revenue_daily", principal = "finance-data@example.com" }]
  }

  expect_failures = [var.consumers]
}

run "a_consumer_twice_is_refused" {
  command = plan

  variables {
    consumers = [
      { product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
      { product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
    ]
  }

  expect_failures = [var.consumers]
}
