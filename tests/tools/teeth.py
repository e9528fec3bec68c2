"""Break the sample data of the running example, one fault at a time, and see the right test fail.

    python teeth.py PRODUCT

PRODUCT is the folder of orders.order_events. Each fault is planted in a fresh copy, the dbt project is
built on DuckDB, and the test that the fault is for must be among those that fail (or warn). Exit code 0
when every fault was found, 1 when one was not, 2 wrong use, 77 dbt is not installed.
"""

import csv
import json
import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

MISSING_TOOL = 77
ORDERS = "orders_service_postgres__orders.csv"
RETURNS = "orders_service_postgres__returns.csv"


def column(name, value, rows=1):
    """Put a value into a column of the last rows that are neither tests nor deleted. (Returns point at the first.)"""

    def edit(table):
        live = [row for row in table if row.get("status") != "TEST" and row.get("_cdc_deleted") != "true"]
        for row in live[-rows:]:
            row[name] = value
        return table

    return edit


def older(hours):
    """Every moment of the table so many hours earlier."""

    def shifted(cell):
        try:
            moment = datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            return cell
        return (moment - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")

    return lambda table: [{name: shifted(cell) for name, cell in row.items()} for row in table]


def both(first, second):
    """One edit after the other."""
    return lambda table: second(first(table))


def one_ahead(table):
    """One order two days after the newest of the sample, which is the moment of the run."""
    return column("created_at", "2025-01-03T00:00:00Z")(table) if "created_at" in table[0] else table


def repeated(table):
    """The first row once more."""
    return [table[0], *table]


def halved(table):
    """Half of the rows, and the two newest, so that freshness holds."""
    return [*table[: len(table) // 2], *table[-2:]]


# name, file, edit, the test that must speak, how it speaks
FAULTS = [
    ("a repeated key", ORDERS, repeated, "stg_orders_service_postgres__orders__order_id_unique", "fail"),
    ("a missing key", ORDERS, column("id", ""), "stg_orders_service_postgres__orders__order_id_not_null", "fail"),
    ("an unknown status", ORDERS, column("status", "LOST"), "stg_orders_service_postgres__orders__status_accepted_values", "fail"),
    ("an unknown channel", ORDERS, column("channel", "fax"), "stg_orders_service_postgres__orders__channel_accepted_values", "fail"),
    ("a return of no order", RETURNS, column("order_id", "ORD-99999"), "stg_orders_service_postgres__returns__order_id_relationship", "fail"),
    ("many orders without a customer", ORDERS, column("customer_id", "", rows=12), "order_events__completeness", "fail"),
    ("one order without a customer", ORDERS, column("customer_id", ""), "order_events_held_back__empty", "warn"),
    ("a negative total", ORDERS, column("total_amount_cents", "-1"), "order_events__check_range_order_total_cents", "fail"),
    ("a currency in lower case", ORDERS, column("currency_code", "usd"), "order_events__check_regex_currency_code", "fail"),
    ("no event for three hours", (ORDERS, RETURNS), older(3), "order_events__freshness", "fail"),
    ("no event for fifty minutes", (ORDERS, RETURNS), older(50 / 60), "order_events__freshness", "warn"),
    ("no event for three hours, and one of the day after tomorrow", (ORDERS, RETURNS), both(older(3), one_ahead), "order_events__freshness", "fail"),
    ("half of the rows gone since the last run", ORDERS, halved, "order_events__row_count_stable", "warn"),
]
# Built before the fault: the fault is a difference to the last run.
AFTER_A_GOOD_RUN = {"order_events__row_count_stable"}


def build(project):
    """Build the project; returns the outcome of every test by name."""
    from dbt.cli.main import dbtRunner

    options = ["--project-dir", str(project), "--profiles-dir", str(project), "--quiet"]
    here = os.getcwd()
    os.chdir(project)
    try:
        dbtRunner().invoke(["build", *options, "--full-refresh"])
    finally:
        os.chdir(here)
    results = json.loads((project / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    outcomes = {}
    for result in results:
        kind, _, name = result["unique_id"].split(".")[:3]
        if kind in ("test", "seed"):
            outcomes[name] = result["status"]
    return outcomes


def rewrite(path, edit):
    """Apply an edit to the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(edit(rows))


def found(product, scratch, fault):
    """Whether the fault is found; prints a line."""
    name, file, edit, test, expected = fault
    project = Path(scratch) / "dbt"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(product / "dbt", project, ignore=shutil.ignore_patterns("target", "logs", "*.duckdb"))
    if test in AFTER_A_GOOD_RUN:
        build(project)
    for name_of_file in (file,) if isinstance(file, str) else file:
        rewrite(project / "seeds" / name_of_file, edit)
    outcomes = build(project)
    good = outcomes.get(test) == expected
    others = sorted(other for other, status in outcomes.items() if status in ("fail", "error", "warn"))
    print(f"{'ok' if good else 'FAIL'} {name}: {test} {outcomes.get(test, 'did not run')}" + ("" if good else f"; speaking are {others}"))
    return good


def main():
    """The command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import dbt.cli.main  # noqa: F401
    except ImportError:
        print("skipped: dbt is not installed", file=sys.stderr)
        sys.exit(MISSING_TOOL)
    product = Path(sys.argv[1]).resolve()
    os.environ |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        good = [found(product, scratch, fault) for fault in FAULTS]
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
