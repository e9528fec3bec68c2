variable "access_log_bucket" {
  description = "Bucket of the platform that takes S3 access logs. Empty: the module makes one of its own."
  type        = string
  default     = ""
  nullable    = false
}

variable "create_lf_tags" {
  description = "Whether this product defines the LF-Tag keys classification, data_product and domain. One product of an account may, the others share them."
  type        = bool
  default     = true
  nullable    = false
}

variable "producer_role_arn" {
  description = "IAM role that runs dbt in production and writes the table. Empty: grant it yourself."
  type        = string
  default     = ""
  nullable    = false
}

variable "region" {
  description = "AWS region of the product."
  type        = string
  default     = "eu-west-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, for example eu-central-1."
  }
}
