output "alerts_topic_arn" {
  description = "SNS topic the freshness alarms publish to."
  value       = module.output_port.alerts_topic_arn
}

output "bucket_name" {
  description = "Bucket that holds the product."
  value       = module.output_port.bucket_name
}

output "consumer_principals" {
  description = "Principals that may read the table, without the excluded columns."
  value       = module.output_port.consumer_principals
}

output "data_location" {
  description = "Where dbt writes tables: DBT_ATHENA_DATA_DIR."
  value       = module.output_port.data_location
}

output "database_name" {
  description = "Glue database of the output port: DBT_ATHENA_SCHEMA."
  value       = module.output_port.database_name
}

output "excluded_columns" {
  description = "Columns with personal data, which no consumer is granted."
  value       = module.output_port.excluded_columns
}

output "freshness_metric" {
  description = "CloudWatch metric the freshness alarms read."
  value       = module.output_port.freshness_metric
}

output "region" {
  description = "AWS region of the product."
  value       = var.region
}

output "staging_location" {
  description = "Where Athena puts query results: DBT_ATHENA_STAGING_DIR."
  value       = module.output_port.staging_location
}

output "table_name" {
  description = "Glue table of the output port."
  value       = module.output_port.table_name
}
