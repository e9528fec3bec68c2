# Who may do what. Consumers come from the manifest, one grant for each principal: a consumer
# that leaves the list loses access with the next apply, unless another one shares its principal.

locals {
  consumer_principals = toset([for consumer in var.consumers : consumer.principal])
  pii_columns         = [for column in var.columns : column.name if column.pii]
}

# To see that the product is there: by its tags.
resource "aws_lakeformation_permissions" "consumer_database" {
  for_each = local.consumer_principals

  principal   = each.value
  permissions = ["DESCRIBE"]

  lf_tag_policy {
    resource_type = "DATABASE"

    expression {
      key    = "data_product"
      values = [local.product_id]
    }
  }

  depends_on = [aws_lakeformation_lf_tag.this, aws_lakeformation_resource_lf_tags.database]
}

# To read it: the port's table by name, all columns but those with personal data. By name and not
# by tag, so that a table dbt adds or rebuilds beside it stays closed.
resource "aws_lakeformation_permissions" "consumer_table" {
  for_each = local.consumer_principals

  principal   = each.value
  permissions = ["SELECT"]

  table_with_columns {
    database_name         = aws_glue_catalog_database.this.name
    name                  = aws_glue_catalog_table.this.name
    wildcard              = true
    excluded_column_names = local.pii_columns
  }

  lifecycle {
    precondition {
      condition     = length(local.pii_columns) < length(var.columns)
      error_message = "Every column holds personal data: there is nothing a consumer could be granted. Remove the consumers, or add a column without personal data."
    }
  }
}

# The role that runs dbt writes, and no more: not ALL, and no right to pass anything on.
resource "aws_lakeformation_permissions" "producer_database" {
  for_each = var.producer_role_arn == "" ? {} : {
    internal = aws_glue_catalog_database.internal.name
    port     = aws_glue_catalog_database.this.name
  }

  principal   = var.producer_role_arn
  permissions = ["CREATE_TABLE", "DESCRIBE"]

  database {
    name = each.value
  }
}

resource "aws_lakeformation_permissions" "producer_table" {
  count = var.producer_role_arn == "" ? 0 : 1

  principal   = var.producer_role_arn
  permissions = ["ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT"]

  table {
    database_name = aws_glue_catalog_database.this.name
    name          = aws_glue_catalog_table.this.name
  }
}

resource "aws_lakeformation_permissions" "producer_location" {
  count = var.producer_role_arn == "" ? 0 : 1

  principal   = var.producer_role_arn
  permissions = ["DATA_LOCATION_ACCESS"]

  data_location {
    arn = aws_lakeformation_resource.data.arn
  }
}
