# State lies in the platform's bucket, which the platform names at init:
#   terraform init -backend-config="bucket=NAME"
# Without an account, `terraform init -backend=false` is enough to validate and test.
terraform {
  backend "gcs" {
    prefix = "data-products/orders-order-events"
  }
}
