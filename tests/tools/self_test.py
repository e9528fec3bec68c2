"""Shows that each check of check_product.py passes a clean product and finds a planted fault."""

import tempfile
from pathlib import Path

from check_product import Product, run_check

CLEAN = {
    "README.md": "# orders\n\n| field | type |\n|---|---|\n| id | a \\| b |\n\nSee [the schema](schemas/orders_v1.avsc).\n",
    "Makefile": (
        ".DEFAULT_GOAL := help\nDBT := dbt\n.PHONY: help build\n"
        "help:\n\t@echo 'make build'\nbuild:\n\t$(DBT) build\n"
    ),
    "dbt/dbt_project.yml": (
        "name: orders\nprofile: orders\nmodels:\n  orders:\n    +materialized: table\n"
        "flags:\n  require_generic_test_arguments_property: true\n"
    ),
    "dbt/profiles.yml": "orders:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: dev.duckdb\n",
    "dbt/.sqlfluff": "[sqlfluff]\ndialect = duckdb\ntemplater = jinja\n[sqlfluff:templater:jinja]\napply_dbt_builtins = true\n",
    "dbt/seeds/raw_orders.csv": "id,status\n1,PLACED\n2,CANCELLED\n",
    "dbt/models/orders.sql": "select\n    id,\n    status\nfrom {{ ref('raw_orders') }}\n",
    "dbt/models/_models.yml": (
        "models:\n  - name: orders\n    description: One row per order.\n    config:\n      access: public\n    columns:\n"
        "      - name: id\n        description: The key.\n        data_tests:\n          - unique\n"
        "      - name: status\n        description: Where it stands.\n        data_tests:\n"
        "          - accepted_values:\n              arguments:\n                values: [PLACED, CANCELLED]\n"
    ),
    "schemas/orders_v1.avsc": (
        '{"type": "record", "name": "Orders", "namespace": "com.example.v1", "fields": [\n'
        '  {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},\n'
        '  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},\n'
        '  {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},\n'
        '  {"name": "tags", "type": {"type": "map", "values": "string"}, "default": {}},\n'
        '  {"name": "channel", "type": ["null", "string"], "default": null}]}\n'
    ),
    ".github/workflows/data-product.yml": (
        "name: data-product\non:\n  pull_request:\npermissions: {}\n"
        "concurrency:\n  group: ${{ github.workflow }}-${{ github.ref }}\n  cancel-in-progress: true\n"
        "jobs:\n  build:\n    name: build\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    permissions:\n"
        "      contents: read # to check the repository out\n    steps:\n"
        "      - name: Check out\n"
        "        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n"
        "        with:\n          persist-credentials: false\n"
        "      - name: Build\n        run: make build\n"
    ),
    "terraform/main.tf": 'resource "aws_sns_topic" "alerts" {\n  name              = "alerts"\n  kms_master_key_id = "alias/orders"\n}\n',
}

WORKFLOW = ".github/workflows/data-product.yml"
MODELS = "dbt/models/_models.yml"

# check: (file, text in it, what stands there instead). More than one fault where the check has more than one eye.
FAULTS = {
    "yaml": [(MODELS, "description: The key.", "name: id")],
    "csv": [
        ("dbt/seeds/raw_orders.csv", "1,PLACED", "1,PLACED,extra"),
        ("dbt/seeds/raw_orders.csv", "1,PLACED\n", "1,PLACED\r\n"),
    ],
    "readme": [("README.md", "| id |", "| id | more |"), ("README.md", "(schemas/", "(schema/")],
    "dbt-schema": [(MODELS, "      access: public", "      access: public\n    owner: somebody"), ("dbt/dbt_project.yml", "profile:", "colour: red\nprofile:")],
    "dbt-parse": [
        (MODELS, "              arguments:\n                values: [PLACED, CANCELLED]", "              values: [PLACED, CANCELLED]"),
        ("dbt/models/orders.sql", "raw_orders", "no_such_model"),
    ],
    "dbt-build": [
        ("dbt/seeds/raw_orders.csv", "2,CANCELLED", "1,CANCELLED"),
        ("dbt/seeds/raw_orders.csv", "CANCELLED", "LOST"),
        ("dbt/models/orders.sql", "    status\n", "    stat\n"),
    ],
    "dbt-docs": [(MODELS, "        description: The key.\n", ""), (MODELS, "    description: One row per order.\n", "")],
    "sqlfluff": [("dbt/models/orders.sql", "    status\n", "    STATUS, id as ID\n")],
    "avro": [
        ("schemas/orders_v1.avsc", '"type": "string", "logicalType": "uuid"', '"type": "strin"'),
        ("schemas/orders_v1.avsc", '"precision": 12, "scale": 2', '"precision": 2, "scale": 12'),
    ],
    "avsc": [("schemas/orders_v1.avsc", '"default": {}', '"default": null')],
    "workflow-schema": [(WORKFLOW, "runs-on: ubuntu-24.04", "runs-on: []")],
    "actionlint": [(WORKFLOW, "make build", "make ${{ matrix.target }}")],
    "zizmor": [
        (WORKFLOW, "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "v7"),
        (WORKFLOW, "persist-credentials: false", "persist-credentials: true"),
    ],
    "shell": [(WORKFLOW, "run: make build", "run: make build $TARGET"), (WORKFLOW, "make build", "make ${{ github.ref }}")],
    "make": [("Makefile", "$(DBT)", "$(DTB)"), ("Makefile", "build:\n", "build: missing-file\n")],
    "workflow-make": [(WORKFLOW, "make build", "make bulid")],
    "hcl": [("terraform/main.tf", '"alerts" {', '"alerts" {{')],
    "terraform-fmt": [("terraform/main.tf", "name              =", "name =")],
    "checkov": [("terraform/main.tf", '  kms_master_key_id = "alias/orders"\n', "")],
}


def write(folder, fault=None):
    """The clean product below `folder`, with one fault in it when given."""
    for name, text in CLEAN.items():
        if fault and name == fault[0]:
            if fault[1] not in text:
                raise ValueError(f"the fault no longer fits: {fault}")
            text = text.replace(fault[1], fault[2], 1)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def outcome(name, fault=None):
    with tempfile.TemporaryDirectory(prefix="mesh-check-") as scratch:
        product = write(Path(scratch) / "product", fault)
        return run_check(name, Product(product, scratch))


def results(names):
    """A result for the clean product and for each fault; `ok` where the check said what it should."""
    for name in names:
        for fault in [None, *FAULTS[name]]:
            status, detail = outcome(name, fault)
            label = f"finds {fault[2].strip()!r} in {fault[0]}" if fault else "passes a clean product"
            if status != "skip":
                as_it_should = status == ("FAIL" if fault else "ok") and "the check itself broke" not in detail
                status = "ok" if as_it_should else "FAIL"
            yield {"product": "self-test", "check": name, "status": status, "detail": f"{label}: {detail}"}
