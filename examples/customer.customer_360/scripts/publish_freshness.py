"""Measure how old the newest row of the output port is, and publish it for the freshness alarms.

    python scripts/publish_freshness.py

Run it after each build and on a schedule: the alarms in terraform/ take silence for a breach. It
asks Athena, with the credentials and the DBT_ATHENA_* variables of the dbt target `prod`, and needs
no package beyond those of dbt-athena.
"""

import os
import sys
import time

import boto3

REGION = os.environ.get("AWS_REGION", "eu-west-1")
DATABASE = os.environ.get("DBT_ATHENA_SCHEMA", "customer_customer_360")
TABLE = "customer_360"
COLUMN = "updated_at"
DIMENSIONS = {"DataProduct": "customer.customer_360", "Domain": "customer"}
# A row from the future says nothing about how fresh the others are.
NOW = "cast(current_timestamp at time zone 'UTC' as timestamp)"
QUERY = f"""
select date_diff('minute', cast(max("{COLUMN}") as timestamp), {NOW})
from "{TABLE}"
where cast("{COLUMN}" as timestamp) <= {NOW} + interval '5' minute
"""
UNDER_WAY = ("QUEUED", "RUNNING")
PATIENCE_SECONDS = 300


def ask(athena):
    """The age of the newest row in minutes, or None when the table has no row."""
    query = athena.start_query_execution(
        QueryString=QUERY,
        QueryExecutionContext={"Database": DATABASE},
        ResultConfiguration={"OutputLocation": os.environ["DBT_ATHENA_STAGING_DIR"]},
        WorkGroup=os.environ.get("DBT_ATHENA_WORK_GROUP", "primary"),
    )["QueryExecutionId"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
        if status["State"] not in UNDER_WAY:
            break
        if time.monotonic() > deadline:
            sys.exit(f"Athena did not answer in {PATIENCE_SECONDS} s")
        time.sleep(1)
    if status["State"] != "SUCCEEDED":
        sys.exit(f"Athena: {status['State']}: {status.get('StateChangeReason', '')}")
    rows = athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
    answer = rows[1]["Data"][0].get("VarCharValue")
    return None if answer is None else float(answer)


def main():
    """Ask, and publish the answer. A table without rows publishes nothing, which is a breach."""
    session = boto3.Session(region_name=REGION)
    minutes = ask(session.client("athena"))
    if minutes is None:
        sys.exit(f"{DATABASE}.{TABLE} holds no {COLUMN}")
    session.client("cloudwatch").put_metric_data(
        Namespace="DataMesh",
        MetricData=[
            {
                "MetricName": "DataFreshnessMinutes",
                "Dimensions": [{"Name": name, "Value": value} for name, value in DIMENSIONS.items()],
                "Value": max(minutes, 0),
            }
        ],
    )
    print(f"{DATABASE}.{TABLE} is {minutes:.0f} minutes old")


if __name__ == "__main__":
    main()
