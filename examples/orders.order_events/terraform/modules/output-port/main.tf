locals {
  # BigQuery ids know no hyphen, key rings and labels like them.
  identifier = replace("${var.domain}_${var.product_name}", "-", "_")
  slug       = replace("${var.domain}-${var.product_name}", "_", "-")

  # A key ring's name ends at 63 characters; a digest keeps two long names apart.
  key_ring_name = length(local.slug) <= 63 ? local.slug : "${substr(local.slug, 0, 54)}-${substr(sha256(local.slug), 0, 8)}"

  output_port_dataset_id = var.dataset_id == "" ? local.identifier : var.dataset_id
  internal_dataset_id    = "${local.output_port_dataset_id}_internal"

  labels = merge(var.labels, {
    classification = var.classification
    data_product   = var.product_name
    domain         = var.domain
    managed_by     = "terraform"
    owner          = substr(replace(lower(var.owner_team), "/[^a-z0-9_-]/", "-"), 0, 63)
  })

  # Each principal once, as an IAM member in lower case, whatever the number of consumers
  # behind it: two grants of one principal would revoke each other.
  consumer_members = toset([
    for principal in values(var.consumers) :
    strcontains(principal, ":")
    ? join(":", [split(":", principal)[0], lower(split(":", principal)[1])])
    : join(":", [endswith(lower(principal), ".gserviceaccount.com") ? "serviceAccount" : "group", lower(principal)])
  ])

  checker_members = toset(local.has_freshness && var.freshness_service_account != "" ? ["serviceAccount:${var.freshness_service_account}"] : [])
}

# --- Encryption ---------------------------------------------------------------

locals {
  own_key = var.kms_key_name == ""

  # A multi-region dataset needs a key of the multi-region that Cloud KMS calls by another name.
  kms_location = lookup({ EU = "europe", US = "us" }, var.location, var.location)
  kms_key_name = local.own_key ? google_kms_crypto_key.product[0].id : var.kms_key_name
}

data "google_bigquery_default_service_account" "this" {
  count = local.own_key ? 1 : 0

  project = var.project_id
}

resource "google_kms_key_ring" "product" {
  count = local.own_key ? 1 : 0

  project  = var.project_id
  name     = local.key_ring_name
  location = local.kms_location
}

resource "google_kms_crypto_key" "product" {
  count = local.own_key ? 1 : 0

  name            = "bigquery"
  key_ring        = google_kms_key_ring.product[0].id
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "7776000s" # 90 days
  labels          = local.labels

  # Data whose key is gone is gone.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key_iam_member" "bigquery" {
  count = local.own_key ? 1 : 0

  crypto_key_id = google_kms_crypto_key.product[0].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${data.google_bigquery_default_service_account.this[0].email}"
}

# --- Datasets -----------------------------------------------------------------

locals {
  retention_ms = var.retention_days == 0 ? null : var.retention_days * 24 * 60 * 60 * 1000
}

# Where dbt builds: staging, intermediate and product tables. No consumer is granted here.
resource "google_bigquery_dataset" "internal" {
  project       = var.project_id
  dataset_id    = local.internal_dataset_id
  friendly_name = "${var.domain}/${var.product_name} (internal)"
  description   = var.description
  location      = var.location
  labels        = merge(local.labels, { port = "internal" })

  default_partition_expiration_ms = local.retention_ms
  default_table_expiration_ms     = local.retention_ms
  delete_contents_on_destroy      = false

  default_encryption_configuration {
    kms_key_name = local.kms_key_name
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.bigquery]
}

# What consumers see: views only. It holds no data, so nothing in it expires.
resource "google_bigquery_dataset" "output_port" {
  project       = var.project_id
  dataset_id    = local.output_port_dataset_id
  friendly_name = "${var.domain}/${var.product_name}"
  description   = var.description
  location      = var.location
  labels        = merge(local.labels, { port = "output" })

  delete_contents_on_destroy = false

  default_encryption_configuration {
    kms_key_name = local.kms_key_name
  }

  depends_on = [google_kms_crypto_key_iam_member.bigquery]
}

# --- Access -------------------------------------------------------------------

# The one grant on the internal dataset: the views of the output port may read it.
resource "google_bigquery_dataset_access" "authorized_views" {
  project    = var.project_id
  dataset_id = google_bigquery_dataset.internal.dataset_id

  dataset {
    target_types = ["VIEWS"]

    dataset {
      project_id = var.project_id
      dataset_id = google_bigquery_dataset.output_port.dataset_id
    }
  }
}

# Consumers, and the freshness check, read the output port and nothing else.
resource "google_bigquery_dataset_access" "consumers" {
  for_each = local.consumer_members

  project        = var.project_id
  dataset_id     = google_bigquery_dataset.output_port.dataset_id
  role           = "READER"
  group_by_email = startswith(each.value, "group:") ? split(":", each.value)[1] : null
  user_by_email  = startswith(each.value, "group:") ? null : split(":", each.value)[1]
}

resource "google_bigquery_dataset_access" "freshness_check" {
  for_each = setsubtract(local.checker_members, local.consumer_members)

  project       = var.project_id
  dataset_id    = google_bigquery_dataset.output_port.dataset_id
  role          = "READER"
  user_by_email = split(":", each.value)[1]
}
