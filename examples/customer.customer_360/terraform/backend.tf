# State lies in the platform's bucket, which the platform names at init:
#   terraform init -backend-config="bucket=NAME" -backend-config="region=REGION"
# Without an account, `terraform init -backend=false` is enough to validate and test.
terraform {
  backend "s3" {
    encrypt      = true
    key          = "data-products/customer-customer-360/terraform.tfstate"
    use_lockfile = true
  }
}
