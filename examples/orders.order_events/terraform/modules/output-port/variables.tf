variable "alert_notification_channels" {
  description = "Notification channels that receive the freshness alert beside the owner's mailbox, as projects/<project>/notificationChannels/<id>."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for channel in var.alert_notification_channels : can(regex("^projects/[^/]+/notificationChannels/[0-9]+$", channel))])
    error_message = "Each channel must look like projects/<project>/notificationChannels/<number>."
  }
}

variable "classification" {
  description = "Highest classification of the data in the product."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["public", "internal", "confidential", "restricted"], var.classification)
    error_message = "classification must be public, internal, confidential or restricted."
  }
}

variable "consumers" {
  description = "Who may read the output port: a name for each consumer and its principal (group:, user: or serviceAccount: and an address; an address alone is a group, or a service account when it ends in .gserviceaccount.com). Taking an entry away revokes the grant."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for principal in values(var.consumers) :
      !can(regex("(?i)(all(authenticated)?users|[*]|^domain:|^project)", principal))
    ])
    error_message = "A consumer must be one known group, user or service account: allUsers, allAuthenticatedUsers, whole domains, project roles and wildcards are refused."
  }

  validation {
    condition = alltrue([
      for principal in values(var.consumers) :
      can(regex("^((group|user|serviceAccount):)?[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$", principal))
    ])
    error_message = "Each principal must be an e-mail address, alone or after group:, user: or serviceAccount:."
  }
}

variable "dataset_id" {
  description = "Id of the output-port dataset; empty derives <domain>_<product_name>. The internal dataset has the same id with _internal behind it."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_]*$", var.dataset_id)) && length(var.dataset_id) <= 1015
    error_message = "dataset_id may hold letters, digits and underscores only, 1015 characters at most (BigQuery allows 1024, and _internal needs nine)."
  }
}

variable "description" {
  description = "What the product is, for the people who browse the datasets."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.description) <= 16000
    error_message = "description may have 16000 characters at most."
  }
}

variable "domain" {
  description = "Domain that owns the product, in kebab-case or snake_case."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", var.domain)) && length(var.domain) <= 63
    error_message = "domain must be lower case words joined by hyphens or underscores, start with a letter and have 63 characters at most."
  }
}

variable "freshness_column" {
  description = "Column of the output port's view that says how fresh a row is. Needed when freshness_max_age_minutes is above 0."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z_][A-Za-z0-9_]*)?$", var.freshness_column)) && length(var.freshness_column) <= 300
    error_message = "freshness_column must be a BigQuery column name: letters, digits and underscores, 300 characters at most."
  }
}

variable "freshness_column_type" {
  description = "Type of freshness_column: TIMESTAMP, DATETIME (taken as UTC) or DATE."
  type        = string
  default     = "TIMESTAMP"
  nullable    = false

  validation {
    condition     = contains(["DATE", "DATETIME", "TIMESTAMP"], var.freshness_column_type)
    error_message = "freshness_column_type must be TIMESTAMP, DATETIME or DATE."
  }
}

variable "freshness_max_age_minutes" {
  description = "Age of the newest row at which the alert fires: the error threshold of the freshness SLO. 0 makes no alert."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.freshness_max_age_minutes >= 0 && var.freshness_max_age_minutes <= 525600
    error_message = "freshness_max_age_minutes must lie between 0 and 525600 (one year)."
  }

  validation {
    condition     = var.freshness_max_age_minutes == 0 || (var.freshness_column != "" && var.table_name != "")
    error_message = "A freshness alert needs freshness_column and table_name."
  }
}

variable "freshness_service_account" {
  description = "Address of the service account that runs the freshness check; it needs roles/bigquery.jobUser in the project. Empty runs the check as the identity that applies this module."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9._-]+@[a-z0-9.-]+[.]gserviceaccount[.]com)?$", var.freshness_service_account))
    error_message = "freshness_service_account must be the address of a service account (…gserviceaccount.com)."
  }
}

variable "kms_key_name" {
  description = "Customer-managed key for both datasets, as projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>. Empty makes a key ring and a key of the product's own."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(projects/[^/]+/locations/[a-z0-9-]+/keyRings/[A-Za-z0-9_-]{1,63}/cryptoKeys/[A-Za-z0-9_-]{1,63})?$", var.kms_key_name))
    error_message = "kms_key_name must look like projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<key>."
  }
}

variable "labels" {
  description = "Labels of your own for everything that can carry them. The product's own labels win."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, value in var.labels :
      can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))
    ])
    error_message = "Label keys and values may hold lower case letters, digits, _ and - only, 63 characters at most, and a key starts with a letter."
  }
}

variable "location" {
  description = "BigQuery location of both datasets: EU, US or a region such as europe-west3."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(EU|US|[a-z]+-[a-z]+[0-9]+)$", var.location))
    error_message = "location must be EU, US or a region such as europe-west3."
  }
}

variable "owner_email" {
  description = "Mailbox of the owning team; receives the freshness alert."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@[:space:]]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$", var.owner_email))
    error_message = "owner_email must be an e-mail address."
  }
}

variable "owner_team" {
  description = "Team that owns the product."
  type        = string
  nullable    = false

  validation {
    condition     = length(trimspace(var.owner_team)) > 0
    error_message = "owner_team must not be empty."
  }
}

variable "pii_fields" {
  description = "Fields that hold personal data and how each is masked for readers without clearance: hash (SHA-256), null or redact (the type's default value)."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for mask in values(var.pii_fields) : contains(["hash", "null", "redact"], mask)])
    error_message = "Each field must be masked by hash, null or redact."
  }
}

variable "pii_readers" {
  description = "Principals that may see personal data in clear (group:, user: or serviceAccount: and an address): as a rule the account that runs dbt and nobody else."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for reader in var.pii_readers : can(regex("^(group|user|serviceAccount):[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$", reader))])
    error_message = "Each reader must be one group:, user: or serviceAccount: and its address; allUsers, allAuthenticatedUsers and wildcards are refused."
  }
}

variable "product_name" {
  description = "Name of the data product, in kebab-case or snake_case."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", var.product_name)) && length(var.product_name) <= 63
    error_message = "product_name must be lower case words joined by hyphens or underscores, start with a letter and have 63 characters at most."
  }
}

variable "project_id" {
  description = "Google Cloud project that holds the product."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must have 6 to 30 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "retention_days" {
  description = "Days that data is kept: partitions of the internal tables expire this long after their date, unpartitioned tables this long after they were last created. 0 keeps data until somebody deletes it."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.retention_days >= 0 && var.retention_days <= 36500 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number between 0 and 36500."
  }
}

variable "table_name" {
  description = "Name of the view in the output-port dataset that consumers read."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_]*$", var.table_name)) && length(var.table_name) <= 1024
    error_message = "table_name may hold letters, digits and underscores only, 1024 characters at most."
  }
}
