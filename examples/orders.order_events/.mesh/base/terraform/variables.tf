# What differs between environments. What the data product is, stands in data-product.yaml.

variable "alert_notification_channels" {
  description = "Notification channels for the freshness alert beside the owner's mailbox."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "freshness_service_account" {
  description = "Service account that runs the freshness check; empty takes the identity that applies."
  type        = string
  default     = ""
  nullable    = false
}

variable "kms_key_name" {
  description = "Customer-managed key for the datasets; empty makes a key of the product's own."
  type        = string
  default     = ""
  nullable    = false
}

variable "labels" {
  description = "Labels of the organisation's own, such as a cost centre."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "pii_readers" {
  description = "Principals that may see personal data in clear: as a rule the account that runs dbt."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "project_id" {
  description = "Google Cloud project that holds the product."
  type        = string
  default     = "example-orders-prod"
  nullable    = false
}
