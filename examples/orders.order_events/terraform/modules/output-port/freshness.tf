# The freshness SLO, watched from outside dbt: a scheduled query fails when the newest
# row of the output port is older than promised, and an alert counts the failed runs.
# It also fires when the query stops running, so a silent pipeline is not a healthy one.

locals {
  has_freshness = var.freshness_max_age_minutes > 0
  max_age       = ceil(var.freshness_max_age_minutes)

  # Twice within the promised time, as the service allows: 15 minutes to 24 hours.
  check_minutes  = min(max(floor(local.max_age / 2), 15), 1440)
  check_schedule = local.check_minutes < 60 ? "every ${local.check_minutes} minutes" : "every ${floor(local.check_minutes / 60)} hours"

  oldest_allowed = "TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${local.max_age} MINUTE)"
  oldest_of_type = {
    DATE      = "DATE(${local.oldest_allowed})"
    DATETIME  = "DATETIME(${local.oldest_allowed})"
    TIMESTAMP = local.oldest_allowed
  }

  # EXECUTE IMMEDIATE: the view need not exist yet when this is applied for the first time.
  # The comparison in WHERE prunes partitions, so a check reads minutes and not years.
  check_query = <<-SQL
    DECLARE fresh BOOL DEFAULT FALSE;
    EXECUTE IMMEDIATE "SELECT COUNT(*) > 0 FROM `${var.project_id}.${local.output_port_dataset_id}.${var.table_name}` WHERE `${var.freshness_column}` >= ${local.oldest_of_type[var.freshness_column_type]}" INTO fresh;
    ASSERT fresh AS "${var.domain}.${var.product_name} is older than ${local.max_age} minutes";
  SQL

  check_config_id = local.has_freshness ? element(split("/", google_bigquery_data_transfer_config.freshness[0].name), -1) : ""
  check_runs = join(" AND ", [
    "resource.type = \"bigquery_dts_config\"",
    "resource.labels.config_id = \"${local.check_config_id}\"",
    "metric.type = \"bigquerydatatransfer.googleapis.com/transfer_config/completed_runs\"",
  ])
}

resource "google_bigquery_data_transfer_config" "freshness" {
  count = local.has_freshness ? 1 : 0

  project              = var.project_id
  location             = var.location
  display_name         = "Freshness of ${var.domain}.${var.product_name}"
  data_source_id       = "scheduled_query"
  schedule             = local.check_schedule
  service_account_name = var.freshness_service_account == "" ? null : var.freshness_service_account

  params = {
    query = local.check_query
  }

  depends_on = [
    google_bigquery_dataset_access.consumers,
    google_bigquery_dataset_access.freshness_check,
  ]
}

resource "google_monitoring_notification_channel" "owner" {
  count = local.has_freshness ? 1 : 0

  project      = var.project_id
  display_name = "${var.domain}.${var.product_name}: ${var.owner_team}"
  type         = "email"
  user_labels  = local.labels

  labels = {
    email_address = var.owner_email
  }
}

resource "google_monitoring_alert_policy" "freshness" {
  count = local.has_freshness ? 1 : 0

  project      = var.project_id
  display_name = "${var.domain}.${var.product_name} is older than ${local.max_age} minutes"
  combiner     = "OR"
  severity     = "ERROR"
  user_labels  = local.labels

  notification_channels = concat(
    [google_monitoring_notification_channel.owner[0].name],
    var.alert_notification_channels,
  )

  conditions {
    display_name = "The newest row is older than the SLO allows"

    condition_threshold {
      filter          = "${local.check_runs} AND metric.labels.completion_state = \"FAILED\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period   = "${local.check_minutes * 60}s"
        per_series_aligner = "ALIGN_SUM"
      }
    }
  }

  conditions {
    display_name = "The freshness check has stopped"

    condition_absent {
      filter   = local.check_runs
      duration = "${min(3 * local.check_minutes, 1410) * 60}s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_SUM"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "No row of `${var.project_id}.${local.output_port_dataset_id}.${var.table_name}` is younger than ${local.max_age} minutes (by `${var.freshness_column}`). Look at the last dbt run and at the sources' freshness first."
  }

  alert_strategy {
    auto_close = "86400s"
  }
}
