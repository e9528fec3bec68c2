output "freshness_alert_policy" {
  description = "Name of the freshness alert policy; null when there is none."
  value       = module.output_port.freshness_alert_policy
}

output "internal_dataset_id" {
  description = "Dataset that dbt builds in; no consumer reads it."
  value       = module.output_port.internal_dataset_id
}

output "kms_key_name" {
  description = "Key that encrypts both datasets."
  value       = module.output_port.kms_key_name
}

output "output_port" {
  description = "What consumers write behind FROM, without the table: <project>.<dataset>."
  value       = module.output_port.output_port
}

output "pii_policy_tags" {
  description = "Policy tag of each field that holds personal data."
  value       = module.output_port.pii_policy_tags
}
