terraform {
  required_version = ">= 1.9.0, < 2.0.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50.0, < 9.0.0"
    }
  }
}

provider "google" {
  project = "example-orders-prod"
}

module "output_port" {
  source = "../.."

  project_id     = "example-orders-prod"
  location       = "EU"
  domain         = "orders"
  product_name   = "order_events"
  description    = "One row for each event of an order."
  owner_team     = "order-experience-squad"
  owner_email    = "order-experience@example.com"
  classification = "internal"
  retention_days = 2555

  consumers = {
    "finance.revenue_daily" = "group:finance-data@example.com"
  }

  table_name                = "order_events"
  freshness_column          = "event_timestamp"
  freshness_max_age_minutes = 90
}

output "output_port" {
  description = "What consumers write behind FROM, without the table."
  value       = module.output_port.output_port
}
