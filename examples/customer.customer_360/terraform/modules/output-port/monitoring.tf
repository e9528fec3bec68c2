# Freshness: scripts/publish_freshness.py measures it, the alarms compare it with the SLO. No
# measurement is a breach too: nobody can say then that the data is fresh.

locals {
  freshness_metric = {
    namespace  = "DataMesh"
    name       = "DataFreshnessMinutes"
    dimensions = { DataProduct = local.product_id, Domain = var.domain }
  }
  freshness_thresholds = var.slo.freshness == null ? {} : {
    error = var.slo.freshness.error_minutes
    warn  = var.slo.freshness.warn_minutes
  }
}

resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  kms_master_key_id = aws_kms_key.this.arn
  tags              = local.tags
}

resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsPublish"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alerts.arn
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

# The owner confirms this by the link in the first message.
resource "aws_sns_topic_subscription" "owner" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.owner.email
}

resource "aws_cloudwatch_metric_alarm" "freshness" {
  for_each = local.freshness_thresholds

  alarm_name          = "${local.name}-freshness-${each.key}"
  alarm_description   = "${local.product_id} is older than its ${each.key} limit of ${each.value} minutes, or nobody measured it."
  namespace           = local.freshness_metric.namespace
  metric_name         = local.freshness_metric.name
  dimensions          = local.freshness_metric.dimensions
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value
  period              = min(each.value * 60, 86400)
  evaluation_periods  = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
  tags                = local.tags
}
