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

run "consumers_get_describe_and_select_and_nothing_else" {
  command = plan

  assert {
    condition = toset(flatten([
      [for grant in aws_lakeformation_permissions.consumer_database : grant.permissions],
      [for grant in aws_lakeformation_permissions.consumer_table : grant.permissions],
    ])) == toset(["DESCRIBE", "SELECT"])
    error_message = "A consumer must get DESCRIBE and SELECT and nothing else."
  }
}

run "consumers_never_see_personal_data" {
  command = plan

  assert {
    condition = alltrue([for grant in aws_lakeformation_permissions.consumer_table :
      toset(grant.table_with_columns[0].excluded_column_names) == toset(["recipient_email"])
    ])
    error_message = "The column with personal data must be excluded."
  }

  assert {
    condition     = output.excluded_columns == ["recipient_email"]
    error_message = "excluded_columns must list the column with personal data."
  }
}

run "nothing_is_open_to_the_whole_account" {
  command = plan

  assert {
    condition = alltrue([for grant in concat(
      aws_glue_catalog_database.this.create_table_default_permission,
      aws_glue_catalog_database.internal.create_table_default_permission,
    ) : grant.permissions == null && length(grant.principal) == 0])
    error_message = "New tables must not be open to IAM_ALLOWED_PRINCIPALS."
  }

  assert {
    condition     = length(aws_lakeformation_permissions.producer_database) == 0
    error_message = "Without a producer role nobody may write."
  }
}

run "an_account_open_by_default_is_refused" {
  command = plan

  override_data {
    target = data.aws_lakeformation_data_lake_settings.account
    values = {
      create_database_default_permissions = []
      create_table_default_permissions    = [{ permissions = ["ALL"], principal = "IAM_ALLOWED_PRINCIPALS" }]
    }
  }

  expect_failures = [aws_glue_catalog_database.this]
}

run "consumers_are_granted_nothing_on_the_internal_database" {
  command = plan

  variables {
    producer_role_arn = "arn:aws:iam::123456789012:role/logistics-dbt"
  }

  assert {
    condition     = alltrue([for grant in aws_lakeformation_permissions.consumer_table : grant.table_with_columns[0].database_name == "logistics_shipment_tracking"])
    error_message = "Consumers read the port's database only."
  }

  assert {
    condition     = aws_lakeformation_permissions.producer_database["internal"].database[0].name == "logistics_shipment_tracking_internal"
    error_message = "dbt builds in the internal database."
  }

  assert {
    condition     = aws_lakeformation_resource_lf_tags.database.database[0].name == "logistics_shipment_tracking"
    error_message = "The LF-Tags that show a product to consumers belong on the port's database only."
  }
}

run "no_consumers_no_grants" {
  command = plan

  variables {
    consumers = []
  }

  assert {
    condition     = length(aws_lakeformation_permissions.consumer_database) + length(aws_lakeformation_permissions.consumer_table) == 0
    error_message = "Nobody is declared, so nobody may be granted anything."
  }
}

run "a_principal_two_products_share_is_granted_once" {
  command = plan

  variables {
    consumers = [
      { product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
      { product = "finance.margin_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
      { product = "marketing.campaigns", principal = "arn:aws:identitystore:::group/90677c608b-ef09cb3b-4efe-4d7c-9d2a-1f2c3b4d5e6f" },
    ]
  }

  assert {
    condition     = length(aws_lakeformation_permissions.consumer_table) == 2
    error_message = "Two grants of one principal would take each other's access away."
  }
}

run "only_personal_data_leaves_nothing_to_grant" {
  command = plan

  variables {
    columns = [{ name = "recipient_email", type = "string", pii = true }]
  }

  expect_failures = [aws_lakeformation_permissions.consumer_table]
}

run "the_producer_writes_and_does_not_rule" {
  command = plan

  variables {
    producer_role_arn = "arn:aws:iam::123456789012:role/logistics-dbt"
  }

  assert {
    condition = toset(flatten([
      [for grant in aws_lakeformation_permissions.producer_database : grant.permissions],
      [for grant in aws_lakeformation_permissions.producer_table : grant.permissions],
    ])) == toset(["ALTER", "CREATE_TABLE", "DELETE", "DESCRIBE", "INSERT", "SELECT"])
    error_message = "The producer must get what a build needs, and never ALL."
  }
}

run "tags_defined_by_the_platform_are_only_assigned" {
  command = plan

  variables {
    create_lf_tags = false
  }

  assert {
    condition     = length(aws_lakeformation_lf_tag.this) == 0 && toset(aws_lakeformation_resource_lf_tags.database.lf_tag[*].key) == toset(["classification", "data_product", "domain"])
    error_message = "The keys must not be defined here, and the database must still carry them."
  }
}
