# Who and where this runs, and every name the module gives. Nothing else computes a name.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition

  product_id = "${var.domain}.${var.product_name}"

  # S3, IAM, KMS, SNS and CloudWatch take hyphens; Glue and Athena take underscores.
  name          = var.name_prefix != "" ? var.name_prefix : replace("${var.domain}-${var.product_name}", "_", "-")
  database_name = var.database_name != "" ? var.database_name : replace("${var.domain}_${var.product_name}", "-", "_")
  table_name    = var.table_name != "" ? var.table_name : replace(var.product_name, "-", "_")

  # Bucket names are global, so the account makes them unique. The account id has 12 digits and
  # the log bucket adds 5 characters: 45 are left for the name.
  bucket_name     = "${local.name}-${local.account_id}"
  log_bucket_name = "${local.bucket_name}-logs"
  data_prefix     = "data"
  results_prefix  = "athena-results"

  bucket_arn         = "arn:${local.partition}:s3:::${local.bucket_name}"
  data_location_arn  = "${local.bucket_arn}/${local.data_prefix}"
  data_location_path = "s3://${local.bucket_name}/${local.data_prefix}/"

  # A tag value holds letters, digits, spaces and _ . : / = + - @ only.
  tags = { for key, value in merge(var.tags, {
    Classification = var.classification
    DataProduct    = local.product_id
    Domain         = var.domain
    ManagedBy      = "terraform"
    Owner          = var.owner.email
    Team           = var.owner.team
    Version        = var.product_version
  }) : key => substr(replace(value, "/[^\\pL\\pN _.:/=+@-]/", "_"), 0, 256) }
}

# Text for the Glue catalog: one line without control characters, cut to the bytes Glue takes
# (255 for a column comment, 2048 for a description). The whole text is in data-product.yaml.
locals {
  texts = merge(
    { for column in var.columns : "column ${column.name}" => { text = column.comment, limit = 255 } },
    { "description" = { text = var.description, limit = 2048 } },
  )
  one_line = { for key, item in local.texts : key => trimspace(replace(item.text, "/[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+/", " ")) }

  # A character has 1 to 4 bytes; base64 tells the bytes of a text (4 characters for each 3 bytes).
  glue_text = { for key, text in local.one_line : key => [
    for cut in concat([text], [for width in [1, 2, 3, 4] : "${join("", slice(
      regexall("(?s).", text), 0, min(length(regexall("(?s).", text)), floor((local.texts[key].limit - 3) / width))
    ))}..."]) : cut if length(base64encode(cut)) * 3 / 4 <= local.texts[key].limit
  ][0] }
}
