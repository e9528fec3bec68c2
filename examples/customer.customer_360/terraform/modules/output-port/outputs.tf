output "alerts_topic_arn" {
  description = "SNS topic the freshness alarms publish to."
  value       = aws_sns_topic.alerts.arn
}

output "bucket_arn" {
  description = "ARN of the bucket that holds the product."
  value       = local.bucket_arn
}

output "bucket_name" {
  description = "Bucket that holds the product."
  value       = aws_s3_bucket.data.bucket
}

output "consumer_principals" {
  description = "Principals that may read the table, without the excluded columns."
  value       = sort(local.consumer_principals)
}

output "data_location" {
  description = "Where dbt writes tables (s3_data_dir of the profile)."
  value       = local.data_location_path
}

output "database_name" {
  description = "Glue database of the output port."
  value       = aws_glue_catalog_database.this.name
}

output "excluded_columns" {
  description = "Columns with personal data, which no consumer is granted."
  value       = local.pii_columns
}

output "freshness_metric" {
  description = "CloudWatch metric the freshness alarms read: namespace, name and dimensions."
  value       = local.freshness_metric
}

output "internal_database_name" {
  description = "Glue database that dbt builds in, closed to consumers."
  value       = aws_glue_catalog_database.internal.name
}

output "kms_key_arn" {
  description = "Key that encrypts the data and the alerts."
  value       = aws_kms_key.this.arn
}

output "lf_tags" {
  description = "LF-Tags of the database."
  value       = local.lf_tags
}

output "staging_location" {
  description = "Where Athena puts query results (s3_staging_dir of the profile). Emptied after 7 days."
  value       = "s3://${local.bucket_name}/${local.results_prefix}/"
}

output "table_name" {
  description = "Glue table of the output port."
  value       = aws_glue_catalog_table.this.name
}
