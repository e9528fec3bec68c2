"""Apply a product's terraform against a moto server, look at what came of it, and destroy it.

    python aws_apply_destroy.py [--consumer ARN]... [--excluded COLUMN]... FOLDER

The folder is copied; beside the copy lie two override files: one points the provider at the
server and keeps the state local, one lifts `prevent_destroy`, as a team does that retires a
product. With --consumer or --excluded the product must grant exactly these principals and
exclude exactly these columns. Exit code 0 all good, 1 something is not, 2 wrong use, 77 a tool
is not installed.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from terraform_env import Terraform, missing

SERVICES = ("cloudwatch", "glue", "iam", "kms", "lakeformation", "s3", "sns", "sts")
PROVIDER_OVERRIDE = """\
terraform {{
  backend "local" {{}}
}}

provider "aws" {{
  access_key                  = "test"
  secret_key                  = "test"
  max_retries                 = 2
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true

  endpoints {{
{endpoints}
  }}
}}
"""
STATEFUL = ("aws_kms_key.this", "aws_s3_bucket.data", "aws_s3_bucket.logs")
DESTROY_OVERRIDE = """\
resource "{kind}" "{name}" {{
  lifecycle {{
    prevent_destroy = false
  }}
}}
"""
CONSUMER_MAY = {"DESCRIBE", "SELECT"}


class Checks:
    """What was expected, and what was not met."""

    def __init__(self):
        self.passed, self.failed = 0, []

    def that(self, condition, text):
        """Note one expectation."""
        if condition:
            self.passed += 1
        else:
            self.failed.append(text)

    def same(self, got, wanted, what):
        """Note that two values must be equal."""
        self.that(got == wanted, f"{what}: {got}, expected {wanted}")


def clients(address, region):
    """A boto3 client for each service, all speaking to the server."""
    import boto3

    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=region)
    return {name: session.client(name, endpoint_url=address) for name in SERVICES}


def grants(aws):
    """The grants of the account: (principal, permissions with the grantable ones, resource)."""
    listed = aws["lakeformation"].list_permissions()["PrincipalResourcePermissions"]
    return [
        (grant["Principal"]["DataLakePrincipalIdentifier"], set(grant["Permissions"]), grant["PermissionsWithGrantOption"], grant["Resource"])
        for grant in listed
    ]


def check_access(checks, aws, outputs, arguments):
    """Consumers read the one table without personal data, and nobody else reads anything."""
    consumers, excluded = outputs["consumer_principals"], outputs["excluded_columns"]
    if arguments.consumer is not None:
        checks.same(sorted(consumers), sorted(set(arguments.consumer)), "consumers")
    if arguments.excluded is not None:
        checks.same(sorted(excluded), sorted(arguments.excluded), "excluded columns")
    everything = grants(aws)
    for principal in consumers:
        own = [grant for grant in everything if grant[0] == principal]
        checks.same(set().union(*(may for _, may, _, _ in own)), CONSUMER_MAY, f"permissions of {principal}")
        checks.that(not any(passable for _, _, passable, _ in own), f"{principal} may pass its access on")
        tables = [resource["TableWithColumns"] for _, _, _, resource in own if "TableWithColumns" in resource]
        checks.same([(table["DatabaseName"], table["Name"]) for table in tables], [(outputs["database_name"], outputs["table_name"])], f"tables of {principal}")
        for table in tables:
            hidden = table.get("ColumnWildcard", {}).get("ExcludedColumnNames", [])
            checks.same(sorted(hidden), sorted(excluded), f"columns hidden from {principal}")
        checks.that(not any("Table" in resource for *_, resource in own), f"{principal} has a grant on a whole table")
    checks.that(not any("ALL" in may for _, may, _, _ in everything), "somebody has ALL")
    checks.that(not any("IAM_ALLOWED_PRINCIPALS" in principal for principal, *_ in everything), "IAM_ALLOWED_PRINCIPALS has a grant")
    strangers = {principal for principal, *_ in everything} - set(consumers) - ({outputs["producer"]} if outputs["producer"] else set())
    checks.same(strangers, set(), "principals that are neither consumer nor producer")


def is_denied(request):
    """Whether AWS refuses a request for want of permission."""
    from botocore.exceptions import ClientError

    try:
        request()
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    return False


def check_storage(checks, aws, outputs):
    """The bucket is closed, versioned, encrypted, logged and announces new objects."""
    s3, bucket = aws["s3"], outputs["bucket_name"]
    checks.that(all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()), "public access is not blocked")
    checks.same(s3.get_bucket_versioning(Bucket=bucket).get("Status"), "Enabled", "versioning")
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    checks.same((rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], rule["BucketKeyEnabled"]), ("aws:kms", True), "encryption")
    checks.that("LoggingEnabled" in s3.get_bucket_logging(Bucket=bucket), "requests are not logged")
    checks.that("EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=bucket), "EventBridge is not told")
    checks.that(is_denied(lambda: s3.get_object(Bucket=bucket, Key="data/anything")), "a request without TLS is not denied")


def check_catalog_and_alarms(checks, aws, outputs):
    """The table is in the catalog, carries its tags, and its freshness is watched."""
    table = aws["glue"].get_table(DatabaseName=outputs["database_name"], Name=outputs["table_name"])["Table"]
    names = [column["Name"] for column in table["StorageDescriptor"]["Columns"]]
    checks.that(set(outputs["excluded_columns"]) < set(names), f"columns of the table: {names}")
    tags = aws["lakeformation"].get_resource_lf_tags(Resource={"Database": {"Name": outputs["database_name"]}})["LFTagOnDatabase"]
    checks.same({tag["TagKey"] for tag in tags}, {"classification", "data_product", "domain"}, "LF-Tags")
    for alarm in aws["cloudwatch"].describe_alarms()["MetricAlarms"]:
        checks.same(alarm["TreatMissingData"], "breaching", f"missing data of {alarm['AlarmName']}")
        checks.that(alarm["AlarmActions"] == [outputs["alerts_topic_arn"]], f"{alarm['AlarmName']} tells nobody")


def close_account(aws):
    """What the platform team does once for an account: nothing is granted by default."""
    settings = aws["lakeformation"].get_data_lake_settings()["DataLakeSettings"]
    settings |= {"CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []}
    aws["lakeformation"].put_data_lake_settings(DataLakeSettings=settings)


def empty(aws, bucket):
    """Take all versions of all objects out of a bucket."""
    s3 = aws["s3"]
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for item in page.get("Versions", []) + page.get("DeleteMarkers", []):
            s3.delete_object(Bucket=bucket, Key=item["Key"], VersionId=item["VersionId"])


def empty_buckets(aws):
    """What a team does before it retires a product: stop the log, and empty the buckets.

    The policy goes first: it denies requests without TLS, which is all this server speaks.
    """
    names = [bucket["Name"] for bucket in aws["s3"].list_buckets()["Buckets"]]
    for name in names:
        aws["s3"].delete_bucket_policy(Bucket=name)
        aws["s3"].put_bucket_logging(Bucket=name, BucketLoggingStatus={})
    for name in names:
        empty(aws, name)


def check_gone(checks, aws):
    """Destroy left nothing but the key, which waits for its end."""
    checks.same(aws["s3"].list_buckets()["Buckets"], [], "buckets left")
    checks.same(aws["glue"].get_databases()["DatabaseList"], [], "databases left")
    checks.same(grants(aws), [], "grants left")
    checks.same(aws["cloudwatch"].describe_alarms()["MetricAlarms"], [], "alarms left")
    states = {aws["kms"].describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] for key in aws["kms"].list_keys()["Keys"]}
    checks.that(states <= {"PendingDeletion"}, f"keys are {states}")


def overrides(folder, address):
    """Lay the override files beside the copy."""
    endpoints = "\n".join(f'    {name:<13} = "{address}"' for name in SERVICES)
    (folder / "moto_override.tf").write_text(PROVIDER_OVERRIDE.format(endpoints=endpoints), encoding="utf-8")
    lifted = (DESTROY_OVERRIDE.format(kind=kind, name=name) for kind, name in (stateful.split(".") for stateful in STATEFUL))
    (folder / "modules/output-port/moto_override.tf").write_text("\n".join(lifted), encoding="utf-8")


def whole_life(terraform, address, arguments, checks, step):
    """Apply, look, plan again, destroy, look again."""
    overrides(terraform.folder, address)
    # The platform's log bucket, where a product names one, is not on this server.
    terraform.env |= {"TF_VAR_access_log_bucket": "", "TF_VAR_create_lf_tags": "true", "TF_VAR_producer_role_arn": arguments.producer}
    terraform.run("init", "-no-color")
    step("init")
    refused = terraform.run("plan", "-no-color", good=(1,))
    checks.that("IAM_ALLOWED_PRINCIPALS" in refused, "an account that is open by default is not refused")
    region = json.loads(terraform.run("console", text="jsonencode(var.region)"))
    close_account(clients(address, json.loads(region)))
    step("refused plan")
    terraform.run("apply", "-auto-approve", "-no-color")
    step("apply")
    outputs = {name: output["value"] for name, output in json.loads(terraform.run("output", "-json")).items()}
    outputs["producer"] = arguments.producer
    aws = clients(address, outputs["region"])
    check_access(checks, aws, outputs, arguments)
    check_storage(checks, aws, outputs)
    check_catalog_and_alarms(checks, aws, outputs)
    step("look")
    plan = terraform.run("plan", "-detailed-exitcode", "-no-color", good=(0, 2))
    checks.that("No changes." in plan, f"a second plan is not empty:\n{plan}")
    step("plan again")
    empty_buckets(aws)
    terraform.run("destroy", "-auto-approve", "-no-color")
    step("destroy")
    check_gone(checks, aws)


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument("--consumer", metavar="ARN", action="append", help="a principal that must be granted")
    parser.add_argument("--excluded", metavar="COLUMN", action="append", help="a column that must be hidden from consumers")
    parser.add_argument("--producer", metavar="ARN", default="", help="apply with this role as the producer")
    arguments = parser.parse_args()
    if not (arguments.folder / "modules/output-port").is_dir():
        parser.error(f"{arguments.folder} holds no modules/output-port")
    try:
        import moto_server

        server, address = moto_server.start()
    except ImportError as absent:
        missing(absent.name or "moto", "pip install 'moto[server]'")

    started = last = time.monotonic()

    def step(name):
        nonlocal last
        now = time.monotonic()
        print(f"  {name} {now - last:.1f} s", flush=True)
        last = now

    checks = Checks()
    try:
        with Terraform(arguments.folder) as terraform:
            whole_life(terraform, address, arguments, checks, step)
    finally:
        server.stop()
    for text in checks.failed:
        print(f"not met: {text}", file=sys.stderr)
    print(f"{arguments.folder}: {checks.passed} checks passed, {len(checks.failed)} failed, {time.monotonic() - started:.1f} s")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
