# The access log, unless the platform has a bucket for it (access_log_bucket).

locals {
  own_log_bucket = var.access_log_bucket == ""
  log_bucket_arn = "arn:${local.partition}:s3:::${local.log_bucket_name}"
}

resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18:This is the log bucket; logging it into itself would never end.
  #checkov:skip=CKV_AWS_144:Logs of one region; the audit trail across regions is CloudTrail's.
  #checkov:skip=CKV_AWS_145:S3 delivers access logs to buckets with SSE-S3 only, not with a KMS key.
  count = local.own_log_bucket ? 1 : 0

  bucket        = local.log_bucket_name
  force_destroy = false
  tags          = local.tags

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.logs[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].bucket

  rule {
    id     = "access-logs"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = var.access_log_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.logs]
}

resource "aws_s3_bucket_notification" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket      = aws_s3_bucket.logs[0].bucket
  eventbridge = true
}

resource "aws_s3_bucket_policy" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      merge(local.tls_only, { Resource = [local.log_bucket_arn, "${local.log_bucket_arn}/*"] }),
      {
        Sid       = "S3DeliversAccessLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.log_bucket_arn}/${local.bucket_name}/*"
        Condition = {
          ArnLike      = { "aws:SourceArn" = local.bucket_arn }
          StringEquals = { "aws:SourceAccount" = local.account_id }
        }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.logs]
}
