# What a plan needs to know of the account, without one.

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "123456789012"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition = "aws"
  }
}

mock_data "aws_lakeformation_data_lake_settings" {
  defaults = {
    create_database_default_permissions = []
    create_table_default_permissions    = []
  }
}
