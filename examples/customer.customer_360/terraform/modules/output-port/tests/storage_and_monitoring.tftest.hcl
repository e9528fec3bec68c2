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

run "alarms_take_their_limits_from_the_slo" {
  command = plan

  assert {
    condition     = { for key, alarm in aws_cloudwatch_metric_alarm.freshness : key => alarm.threshold } == { error = 90, warn = 45 }
    error_message = "Each alarm must have the SLO's number as its threshold."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.freshness : alarm.treat_missing_data == "breaching"])
    error_message = "No measurement must be a breach."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.freshness : alarm.period == alarm.threshold * 60])
    error_message = "An alarm must look back as far as its limit."
  }
}

run "a_limit_of_a_week_is_checked_each_day" {
  command = plan

  variables {
    slo = { freshness = { target_minutes = 10080, warn_minutes = 10080, error_minutes = 20160 } }
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.freshness : alarm.period == 86400])
    error_message = "CloudWatch looks back one day at most."
  }
}

run "no_promise_no_alarm" {
  command = plan

  variables {
    slo = {}
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.freshness) == 0
    error_message = "Without a freshness SLO there is nothing to compare with."
  }
}

run "storage_is_closed_encrypted_and_kept_as_long_as_promised" {
  command = plan

  assert {
    condition = alltrue([for block in [aws_s3_bucket_public_access_block.data, aws_s3_bucket_public_access_block.logs[0]] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "Both buckets must block public access."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.data.rule).bucket_key_enabled
    error_message = "The bucket key must be enabled."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.data.rule : rule.expiration[0].days if rule.id == "retention"] == [365]
    error_message = "Objects must expire after retention_days."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.data.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "Requests without TLS must be denied."
  }

  assert {
    condition     = aws_s3_bucket_notification.data.eventbridge
    error_message = "Consumers listen for new data on EventBridge."
  }
}

run "the_platforms_log_bucket_replaces_ours" {
  command = plan

  variables {
    access_log_bucket = "platform-access-logs"
  }

  assert {
    condition     = length(aws_s3_bucket.logs) == 0 && aws_s3_bucket_logging.data.target_bucket == "platform-access-logs"
    error_message = "The log must go to the bucket that was given, and no other be made."
  }
}
