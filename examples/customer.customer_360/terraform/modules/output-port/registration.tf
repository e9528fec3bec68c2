# Lake Formation hands out access to the data, with a role of its own that reaches this bucket
# and nothing else. The service-linked role would reach every location of the account.

resource "aws_iam_role" "lake_formation" {
  name        = "${local.name}-lake-formation"
  description = "Lake Formation reads and writes the data of ${local.product_id}"
  tags        = local.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lakeformation.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "lake_formation" {
  name = "data-location"
  role = aws_iam_role.lake_formation.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = "${local.data_location_arn}/*"
      },
      {
        Sid       = "List"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arn
        Condition = { StringLike = { "s3:prefix" = [local.data_prefix, "${local.data_prefix}/*"] } }
      },
      {
        Sid      = "Key"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.this.arn
      },
    ]
  })
}

resource "aws_lakeformation_resource" "data" {
  arn      = local.data_location_arn
  role_arn = aws_iam_role.lake_formation.arn

  depends_on = [aws_iam_role_policy.lake_formation, aws_s3_bucket.data]
}

# Keys of LF-Tags belong to the account. Where the platform team defines them, create_lf_tags is
# false and this module only assigns values.
resource "aws_lakeformation_lf_tag" "this" {
  for_each = var.create_lf_tags ? local.lf_tag_values : {}

  key    = each.key
  values = each.value
}

resource "aws_lakeformation_resource_lf_tags" "database" {
  database {
    name = aws_glue_catalog_database.this.name
  }

  dynamic "lf_tag" {
    for_each = local.lf_tags

    content {
      key   = lf_tag.key
      value = lf_tag.value
    }
  }

  depends_on = [aws_lakeformation_lf_tag.this]
}

locals {
  lf_tags = {
    classification = var.classification
    data_product   = local.product_id
    domain         = var.domain
  }
  lf_tag_values = merge({ for key, value in local.lf_tags : key => [value] }, { classification = local.classifications })

  classifications = ["confidential", "internal", "public", "restricted"]
}
