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

run "names_follow_from_domain_and_product" {
  command = plan

  assert {
    condition     = aws_s3_bucket.data.bucket == "logistics-shipment-tracking-123456789012"
    error_message = "bucket: ${aws_s3_bucket.data.bucket}"
  }

  assert {
    condition     = aws_s3_bucket.logs[0].bucket == "logistics-shipment-tracking-123456789012-logs"
    error_message = "log bucket: ${aws_s3_bucket.logs[0].bucket}"
  }

  assert {
    condition     = aws_glue_catalog_database.this.name == "logistics_shipment_tracking"
    error_message = "database: ${aws_glue_catalog_database.this.name}"
  }

  assert {
    condition     = aws_glue_catalog_table.this.name == "shipment_tracking"
    error_message = "table: ${aws_glue_catalog_table.this.name}"
  }

  assert {
    condition     = output.data_location == "s3://logistics-shipment-tracking-123456789012/data/"
    error_message = "data location: ${output.data_location}"
  }
}

run "hyphens_become_underscores_in_glue_only" {
  command = plan

  variables {
    domain       = "last-mile"
    product_name = "shipment-tracking-2"
  }

  assert {
    condition     = aws_s3_bucket.data.bucket == "last-mile-shipment-tracking-2-123456789012"
    error_message = "bucket: ${aws_s3_bucket.data.bucket}"
  }

  assert {
    condition     = aws_glue_catalog_database.this.name == "last_mile_shipment_tracking_2" && aws_glue_catalog_table.this.name == "shipment_tracking_2"
    error_message = "${aws_glue_catalog_database.this.name}.${aws_glue_catalog_table.this.name}"
  }

  assert {
    condition     = output.lf_tags == { classification = "internal", data_product = "last-mile.shipment-tracking-2", domain = "last-mile" }
    error_message = "The LF-Tags must keep the names as written."
  }
}

run "longest_name_that_fits" {
  command = plan

  variables {
    domain       = "d2345678901234567890"
    product_name = "p23456789012345678901234"
  }

  assert {
    condition     = length(aws_s3_bucket.logs[0].bucket) == 63 && length(aws_iam_role.lake_formation.name) <= 64
    error_message = "log bucket: ${aws_s3_bucket.logs[0].bucket}"
  }
}

run "a_name_one_too_long_is_refused" {
  command = plan

  variables {
    domain       = "d2345678901234567890"
    product_name = "p234567890123456789012345"
  }

  expect_failures = [var.name_prefix]
}

run "name_prefix_shortens" {
  command = plan

  variables {
    name_prefix  = "dp-tracking"
    product_name = "a_product_whose_name_is_far_too_long_for_a_bucket"
  }

  assert {
    condition     = aws_s3_bucket.data.bucket == "dp-tracking-123456789012" && aws_glue_catalog_database.this.name == "logistics_a_product_whose_name_is_far_too_long_for_a_bucket"
    error_message = "bucket: ${aws_s3_bucket.data.bucket}"
  }
}

run "text_is_made_fit_for_glue" {
  command = plan

  variables {
    description = "One row\n\tper parcel."
    columns = [
      { name = "ascii", type = "string", comment = "a${join("", [for i in range(300) : "b"])}" },
      { name = "exact", type = "string", comment = join("", [for i in range(255) : "b"]) },
      { name = "emoji", type = "string", comment = join("", [for i in range(100) : "📦"]) },
      { name = "none", type = "string" },
    ]
  }

  assert {
    condition     = aws_glue_catalog_table.this.description == "One row per parcel."
    error_message = "description: ${aws_glue_catalog_table.this.description}"
  }

  assert {
    condition = [for column in aws_glue_catalog_table.this.storage_descriptor[0].columns : column.comment] == [
      "a${join("", [for i in range(251) : "b"])}...",
      join("", [for i in range(255) : "b"]),
      "${join("", [for i in range(63) : "📦"])}...",
      "",
    ]
    error_message = "A comment must be cut to 255 bytes between two characters."
  }

  assert {
    condition     = aws_s3_bucket.data.tags["Team"] == "Parcel _ Co"
    error_message = "Team: ${aws_s3_bucket.data.tags["Team"]}"
  }
}
