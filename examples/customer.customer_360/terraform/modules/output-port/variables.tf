variable "access_log_bucket" {
  description = "Bucket of the platform that takes S3 access logs. Empty: the module makes one of its own."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.access_log_bucket == "" || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.access_log_bucket))
    error_message = "access_log_bucket must be an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and dots."
  }
}

variable "access_log_retention_days" {
  description = "Days the access log is kept, when the module makes the log bucket."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.access_log_retention_days >= 1 && floor(var.access_log_retention_days) == var.access_log_retention_days
    error_message = "access_log_retention_days must be a whole number of days, 1 or more."
  }
}

variable "classification" {
  description = "Classification of the data: public, internal, confidential or restricted."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["public", "internal", "confidential", "restricted"], var.classification)
    error_message = "classification must be public, internal, confidential or restricted."
  }
}

variable "columns" {
  description = "Columns of the product in their order: name, type as Glue spells it, comment, and whether the column holds personal data. Consumers never see a column with pii = true."
  type = list(object({
    name    = string
    type    = string
    comment = optional(string, "")
    pii     = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = length(var.columns) > 0
    error_message = "columns must name at least one column."
  }

  validation {
    condition     = alltrue([for column in var.columns : can(regex("^[a-z_][a-z0-9_]{0,254}$", column.name))])
    error_message = "Each column name must be lower-case letters, digits and underscores, and not start with a digit: Glue and Athena fold everything else."
  }

  validation {
    condition     = length(distinct([for column in var.columns : column.name])) == length(var.columns)
    error_message = "columns must not name a column twice."
  }

  validation {
    condition     = alltrue([for column in var.columns : can(regex("^(boolean|tinyint|smallint|int|bigint|float|double|string|date|timestamp|binary|(decimal|char|varchar)\\([0-9, ]+\\)|(array|map|struct)<[a-z0-9_<>(),: ]+>)$", column.type))])
    error_message = "Each column type must be one Glue knows, in lower case, for example string, bigint, decimal(12,2), array<string> or struct<city:string>."
  }
}

variable "consumers" {
  description = "Who reads the product: the consuming product and its principal, the ARN of an IAM role or user, or of a group of IAM Identity Center or SAML. Comes from the manifest and from nowhere else."
  type = list(object({
    product   = string
    principal = string
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for consumer in var.consumers : !can(regex("[*?]", consumer.principal))])
    error_message = "A consumer must be named: a principal with a wildcard is refused."
  }

  validation {
    condition     = alltrue([for consumer in var.consumers : !can(regex("(?i)IAM_?ALLOWED_?PRINCIPALS|IAMPrincipals|EVERYONE|allUsers|allAuthenticatedUsers|:root$", consumer.principal))])
    error_message = "A consumer must be one principal: everybody of an account, or of the world, is refused."
  }

  validation {
    condition     = alltrue([for consumer in var.consumers : can(regex("^arn:aws[a-z-]*:(iam::[0-9]{12}:(role|user)/[\\w+=,.@/-]+|iam::[0-9]{12}:saml-provider/[\\w.-]+:(group|user)/[^\\s*?]+|identitystore:::(group|user)/[A-Za-z0-9-]+)$", consumer.principal))])
    error_message = "A principal must be the ARN of an IAM role or user (arn:aws:iam::123456789012:role/finance-reader) or of a group (arn:aws:identitystore:::group/..., arn:aws:iam::123456789012:saml-provider/NAME:group/NAME)."
  }

  validation {
    condition     = length(distinct([for consumer in var.consumers : "${consumer.product} ${consumer.principal}"])) == length(var.consumers)
    error_message = "consumers must not name the same product and principal twice."
  }
}

variable "create_lf_tags" {
  description = "Whether this module defines the LF-Tag keys classification, data_product and domain. They belong to the account: false where the platform team, or another product, defines them."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_name" {
  description = "Glue database. Empty: <domain>_<product> with underscores. A second one, with _internal behind it, is what dbt builds in."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.database_name == "" || can(regex("^[a-z0-9_]{1,246}$", var.database_name))
    error_message = "database_name must be 1 to 246 lower-case letters, digits and underscores."
  }
}

variable "description" {
  description = "What the product is, in a sentence or more. Shown in the Glue catalog, cut to what Glue takes."
  type        = string
  nullable    = false

  validation {
    condition     = trimspace(var.description) != ""
    error_message = "description must say what the product is."
  }
}

variable "domain" {
  description = "Domain that owns the product, for example customer."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", var.domain)) && length(var.domain) <= 63
    error_message = "domain must be kebab-case or snake_case: lower-case letters and digits, joined by single hyphens or underscores, 63 characters at most."
  }
}

variable "kms_deletion_window_days" {
  description = "Days between the removal of the key and its end, in which it can be restored."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.kms_deletion_window_days >= 7 && var.kms_deletion_window_days <= 30
    error_message = "kms_deletion_window_days must be 7 to 30."
  }
}

variable "name_prefix" {
  description = "Begins the name of each resource but those of Glue. Empty: <domain>-<product> with hyphens. Needed where that is longer than 45 characters."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.name_prefix == "" || can(regex("^[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?$", var.name_prefix))
    error_message = "name_prefix must be 1 to 45 lower-case letters, digits and hyphens, with no hyphen at either end."
  }

  # The account id and "-logs" take 18 of the 63 characters of a bucket name.
  validation {
    condition     = var.name_prefix != "" || length("${var.domain}-${var.product_name}") <= 45
    error_message = "\"${var.domain}-${var.product_name}\" is longer than the 45 characters that a bucket name leaves for it. Set a shorter name_prefix."
  }
}

variable "noncurrent_retention_days" {
  description = "Days an overwritten or deleted object can still be restored."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.noncurrent_retention_days >= 1 && floor(var.noncurrent_retention_days) == var.noncurrent_retention_days
    error_message = "noncurrent_retention_days must be a whole number of days, 1 or more."
  }
}

variable "owner" {
  description = "Team that owns the product, and the address its alerts go to."
  type = object({
    email = string
    team  = string
  })
  nullable = false

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.owner.email))
    error_message = "owner.email must be an email address."
  }

  validation {
    condition     = trimspace(var.owner.team) != ""
    error_message = "owner.team must name the team."
  }
}

variable "producer_role_arn" {
  description = "IAM role that runs dbt in production and writes the table. Empty: grant it yourself."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.producer_role_arn == "" || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", var.producer_role_arn))
    error_message = "producer_role_arn must be the ARN of an IAM role, for example arn:aws:iam::123456789012:role/customer-dbt."
  }
}

variable "product_name" {
  description = "Name of the product within its domain, for example customer_360."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", var.product_name)) && length(var.product_name) <= 127
    error_message = "product_name must be kebab-case or snake_case: lower-case letters and digits, joined by single hyphens or underscores, 127 characters at most."
  }
}

variable "product_version" {
  description = "Version of the product, as in SemVer."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)([-+][0-9A-Za-z.+-]+)?$", var.product_version))
    error_message = "product_version must be MAJOR.MINOR.PATCH, for example 2.1.0."
  }
}

variable "retention_days" {
  description = "Days the data is kept."
  type        = number
  nullable    = false

  validation {
    condition     = var.retention_days >= 1 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number of days, 1 or more."
  }
}

variable "slo" {
  description = "The product's promises: freshness in minutes (target, warn, error), availability and completeness in percent. Each may be left out."
  type = object({
    freshness = optional(object({
      target_minutes = number
      warn_minutes   = number
      error_minutes  = number
    }))
    availability_percent = optional(number)
    completeness_percent = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition = var.slo.freshness == null || try(
      var.slo.freshness.target_minutes >= 1
      && var.slo.freshness.target_minutes <= var.slo.freshness.warn_minutes
      && var.slo.freshness.warn_minutes <= var.slo.freshness.error_minutes
      && alltrue([for minutes in values(var.slo.freshness) : floor(minutes) == minutes])
    , false)
    error_message = "slo.freshness must be whole minutes, 1 or more, with target <= warn <= error."
  }

  validation {
    condition = alltrue([for percent in [var.slo.availability_percent, var.slo.completeness_percent] :
      percent == null || try(percent > 0 && percent <= 100, false)
    ])
    error_message = "slo.availability_percent and slo.completeness_percent must be above 0 and at most 100."
  }
}

variable "table_name" {
  description = "Glue table. Empty: the product with underscores."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.table_name == "" || can(regex("^[a-z0-9_]{1,255}$", var.table_name))
    error_message = "table_name must be 1 to 255 lower-case letters, digits and underscores."
  }
}

variable "tags" {
  description = "More tags for each resource. Those the module sets itself win."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : can(regex("^[\\pL\\pN _.:/=+@-]{1,128}$", key)) && !startswith(lower(key), "aws:")])
    error_message = "Each tag key must be 1 to 128 letters, digits, spaces and _ . : / = + - @, and not begin with aws:."
  }
}
