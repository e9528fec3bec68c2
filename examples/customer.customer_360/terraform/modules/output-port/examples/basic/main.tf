# The least a product needs: who, what, and for whom.

module "output_port" {
  source = "../.."

  classification  = "internal"
  description     = "One row per parcel, from the first scan to the signature."
  domain          = "logistics"
  product_name    = "shipment_tracking"
  product_version = "1.0.0"
  retention_days  = 365

  columns = [
    { name = "shipment_id", type = "string", comment = "Key of the shipment." },
    { name = "delivered_at", type = "timestamp", comment = "When it was signed for, in UTC." },
    { name = "recipient_email", type = "string", comment = "Where the notice went.", pii = true },
  ]

  consumers = [
    { product = "finance.revenue_daily", principal = "arn:aws:iam::123456789012:role/finance-reader" },
  ]

  owner = {
    email = "parcels@example.com"
    team  = "parcel-squad"
  }

  slo = {
    freshness = { target_minutes = 30, warn_minutes = 45, error_minutes = 90 }
  }
}
