# The output port of customer.customer_360, as data-product.yaml describes it.

module "output_port" {
  source = "./modules/output-port"

  access_log_bucket = var.access_log_bucket
  classification    = "confidential"
  create_lf_tags    = var.create_lf_tags
  database_name     = "customer_customer_360"
  description       = "Comprehensive view of each customer: contact details, preferences, lifetime value and risk of churn.\nOne row per customer, updated hourly from the transactional systems.\n"
  domain            = "customer"
  name_prefix       = ""
  producer_role_arn = var.producer_role_arn
  product_name      = "customer_360"
  product_version   = "2.1.0"
  retention_days    = 2557
  table_name        = "customer_360"

  columns = [
    { name = "customer_id", type = "string", comment = "Unique customer identifier", pii = false },
    { name = "email", type = "string", comment = "Customer e-mail address", pii = true },
    { name = "phone", type = "string", comment = "Phone number in international form", pii = true },
    { name = "address", type = "struct<street:string,city:string,postal_code:string,country_code:string>", comment = "Postal address", pii = true },
    { name = "preferences", type = "map<string,string>", comment = "Settings that the customer chose", pii = false },
    { name = "lifetime_value", type = "decimal(12,2)", comment = "Total revenue from the customer in USD", pii = false },
    { name = "transaction_count", type = "bigint", comment = "Number of settled transactions", pii = false },
    { name = "transaction_amounts", type = "array<decimal(12,2)>", comment = "Amounts of all settled transactions in USD", pii = false },
    { name = "acquisition_channel", type = "string", comment = "Channel through which the customer was acquired", pii = false },
    { name = "churn_probability", type = "double", comment = "Predicted probability that the customer leaves, between 0 and 1", pii = false },
    { name = "updated_at", type = "timestamp", comment = "When anything in the row last changed at its source, in UTC", pii = false },
  ]

  # Only who the manifest names, one line each.
  consumers = [
    { product = "marketing.campaign_attribution", principal = "arn:aws:iam::111122223333:role/marketing-data" },
    { product = "support", principal = "arn:aws:iam::111122223333:role/support-data" },
  ]

  owner = {
    email = "customer-data@example.com"
    team  = "customer-domain-team"
  }

  slo = {
    freshness            = { target_minutes = 60, warn_minutes = 120, error_minutes = 240 }
    availability_percent = 99.9
    completeness_percent = 99.5
  }
}
