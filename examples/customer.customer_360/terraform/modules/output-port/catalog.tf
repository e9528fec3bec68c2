# The contract in the Glue catalog. Terraform owns the columns and their comments; the dbt
# project owns the data: each build swaps in a new location, and that is no drift.

# What an account grants by itself on whatever is new. An empty create_table_default_permission
# asks for nothing, but the provider (5.100) then leaves it out of its request and the account's
# default holds: so that default is looked at here.
data "aws_lakeformation_data_lake_settings" "account" {}

locals {
  granted_by_default = concat(
    data.aws_lakeformation_data_lake_settings.account.create_database_default_permissions,
    data.aws_lakeformation_data_lake_settings.account.create_table_default_permissions,
  )
}

resource "aws_glue_catalog_database" "this" {
  name         = local.database_name
  description  = local.glue_text["description"]
  location_uri = local.data_location_path
  tags         = local.tags

  parameters = {
    classification           = var.classification
    data_product             = local.product_id
    owner                    = var.owner.email
    slo_availability_percent = local.slo_text.availability_percent
    slo_completeness_percent = local.slo_text.completeness_percent
    slo_freshness_minutes    = local.slo_text.freshness_minutes
    version                  = var.product_version
  }

  # Nobody by default: not IAM_ALLOWED_PRINCIPALS, which is every IAM principal of the account.
  create_table_default_permission {}

  lifecycle {
    ignore_changes = [create_table_default_permission]

    precondition {
      condition     = length(local.granted_by_default) == 0
      error_message = "This account grants new databases and tables to IAM_ALLOWED_PRINCIPALS, which lets everybody past Lake Formation. An administrator of the data lake has to empty create_database_default_permissions and create_table_default_permissions of its settings first."
    }
  }
}

# Where dbt builds what leads to the product. No consumer is granted anything here.
resource "aws_glue_catalog_database" "internal" {
  name         = "${local.database_name}_internal"
  description  = "How ${local.product_id} is made. Consumers read ${local.database_name}."
  location_uri = local.data_location_path
  tags         = local.tags

  create_table_default_permission {}

  lifecycle {
    ignore_changes = [create_table_default_permission]
  }

  # Behind the database that looks at the account's defaults.
  depends_on = [aws_glue_catalog_database.this]
}

resource "aws_glue_catalog_table" "this" {
  name          = local.table_name
  database_name = aws_glue_catalog_database.this.name
  description   = local.glue_text["description"]
  owner         = var.owner.email
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    EXTERNAL       = "TRUE"
    classification = "parquet"
  }

  storage_descriptor {
    location      = "${local.data_location_path}${local.table_name}/"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"

    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
      parameters            = { "serialization.format" = "1" }
    }

    dynamic "columns" {
      for_each = var.columns

      content {
        name    = columns.value.name
        type    = columns.value.type
        comment = local.glue_text["column ${columns.value.name}"]
      }
    }
  }

  lifecycle {
    ignore_changes = [
      owner,
      parameters,
      storage_descriptor[0].compressed,
      storage_descriptor[0].location,
      storage_descriptor[0].parameters,
      storage_descriptor[0].ser_de_info,
    ]
  }
}

locals {
  slo_text = {
    availability_percent = var.slo.availability_percent == null ? "" : tostring(var.slo.availability_percent)
    completeness_percent = var.slo.completeness_percent == null ? "" : tostring(var.slo.completeness_percent)
    freshness_minutes    = var.slo.freshness == null ? "" : tostring(var.slo.freshness.target_minutes)
  }
}
