variable "a" {}

resource "aws_s3_bucket" "data" {
  bucket = var.a
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
