output "consumer_members" {
  description = "Principals that read the output port."
  value       = sort(tolist(local.consumer_members))
}

output "freshness_alert_policy" {
  description = "Name of the freshness alert policy; null when there is none."
  value       = one(google_monitoring_alert_policy.freshness[*].name)
}

output "internal_dataset_id" {
  description = "Dataset that dbt builds in; no consumer reads it."
  value       = google_bigquery_dataset.internal.dataset_id
}

output "kms_key_name" {
  description = "Key that encrypts both datasets."
  value       = local.kms_key_name
}

output "output_port" {
  description = "What consumers write behind FROM, without the table: <project>.<dataset>."
  value       = "${var.project_id}.${google_bigquery_dataset.output_port.dataset_id}"
}

output "output_port_dataset_id" {
  description = "Dataset of views that consumers read."
  value       = google_bigquery_dataset.output_port.dataset_id
}

output "pii_policy_tags" {
  description = "Policy tag of each field that holds personal data, for the column's policy_tags in dbt."
  value       = { for field, mask in var.pii_fields : field => google_data_catalog_policy_tag.pii[mask].name }
}
