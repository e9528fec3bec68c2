# The output port of orders.order_events: two datasets, and who may read them.
# Consumers, labels and numbers come from data-product.yaml; the module does the rest.

provider "google" {
  project = var.project_id
}

locals {
  # One line for each consumer that is granted access. Taking a line away revokes it.
  consumers = [
    { name = "finance_revenue_daily", principal = "finance-data@example.com" },
    { name = "marketing_campaign_attribution", principal = "marketing-data@example.com" },
  ]

  # One line for each field that holds personal data, and how it is masked.
  pii_fields = []
}

module "output_port" {
  source = "./modules/output-port"

  project_id     = var.project_id
  location       = "EU"
  dataset_id     = "orders_prod"
  table_name     = "order_events"
  domain         = "orders"
  product_name   = "order_events"
  description    = "Log of the events in an order's life: placement, cancellation, return initiation and return\nresolution. One row per event. Events are derived from the current state of orders and returns;\nthe id of an event never changes its meaning, so a rebuild gives the same events.\nThe source for order funnels, cohort analysis and refund reporting.\n"
  owner_team     = "order-experience-squad"
  owner_email    = "order-experience@example.com"
  classification = "internal"
  retention_days = 2557
  kms_key_name   = var.kms_key_name
  labels         = var.labels

  consumers = { for consumer in local.consumers : consumer.name => consumer.principal }

  pii_fields  = { for pii in local.pii_fields : pii.field => pii.mask }
  pii_readers = var.pii_readers

  freshness_column            = "event_timestamp"
  freshness_column_type       = "TIMESTAMP"
  freshness_max_age_minutes   = 90
  freshness_service_account   = var.freshness_service_account
  alert_notification_channels = var.alert_notification_channels
}
