# Credentials come from the environment: OIDC in CI, a profile or SSO on a laptop. Never from here.
provider "aws" {
  region = var.region
}
