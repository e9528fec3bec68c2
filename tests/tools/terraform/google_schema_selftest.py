"""Plants faults in Terraform files and shows that google_schema.py finds each of them.

    python google_schema_selftest.py --cache DIR [MODULE]

MODULE is a folder that has to be clean (the module of the bigquery port kind when it is left
out). A copy of it is broken in one way at a time; every fault must be found, by its own message,
at the block it is in, and harmless changes must not be. Exit code 0, 1 when a fault is missed, 77 when a package is missing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import google_schema  # noqa: E402

MODULE = Path(__file__).resolve().parents[3] / "templates/ports/bigquery/product/terraform/modules/output-port"

# (what, file, text, replacement, the finding)
FAULTS = [
    ("an unknown resource type", "main.tf", 'resource "google_bigquery_dataset" "internal"',
     'resource "google_bigquery_data_set" "internal"', "the provider has no resource google_bigquery_data_set"),
    ("an unknown data source", "main.tf", 'data "google_bigquery_default_service_account"',
     'data "google_bigquery_service_account"', "the provider has no data google_bigquery_service_account"),
    ("an unknown argument", "main.tf", "  rotation_period = ", "  rotation_interval = ",
     "google_kms_crypto_key has no argument rotation_interval (did you mean rotation_period?)"),
    ("an argument of a newer provider", "main.tf", "  delete_contents_on_destroy = false",
     "  delete_contents_on_retire = false", "google_bigquery_dataset has no argument delete_contents_on_retire"),
    ("a missing argument", "main.tf", "  dataset_id    = local.internal_dataset_id\n", "\n",
     "google_bigquery_dataset needs dataset_id"),
    ("a required argument set to null", "main.tf", "  dataset_id    = local.internal_dataset_id", "  dataset_id    = null",
     "google_bigquery_dataset.dataset_id is required and set to null"),
    ("a missing argument of a nested block", "main.tf", "      project_id = var.project_id\n", "",
     "google_bigquery_dataset_access.dataset.dataset needs project_id"),
    ("a read-only attribute that is set", "main.tf", '  role           = "READER"',
     '  role           = "READER"\n  api_updated_member = true', "google_bigquery_dataset_access.api_updated_member is read-only"),
    ("the read-only id that is set", "main.tf", '  purpose         = "ENCRYPT_DECRYPT"', '  id = "key"',
     "google_kms_crypto_key.id is read-only"),
    ("a string where a bool belongs", "main.tf", "  delete_contents_on_destroy = false",
     '  delete_contents_on_destroy = "no"', "a bool is expected, this is a string"),
    ("a string where a list belongs", "main.tf", '    target_types = ["VIEWS"]', '    target_types = "VIEWS"',
     "a list is expected, this is a string"),
    ("a list where a string belongs", "main.tf", '  purpose         = "ENCRYPT_DECRYPT"',
     '  purpose         = ["ENCRYPT_DECRYPT"]', "a string is expected, this is a list"),
    ("a word where a number belongs", "freshness.tf", "      threshold_value = 0", '      threshold_value = "none"',
     "a number is expected, this is a string"),
    ("a map of lists where a map of strings belongs", "freshness.tf", "    email_address = var.owner_email",
     "    email_address = [var.owner_email]", "in the map: a string is expected, this is a list"),
    ("a list where a map belongs", "main.tf", "  labels          = local.labels", "  labels          = []",
     "a map is expected, this is a list"),
    ("an unknown block", "freshness.tf", "  alert_strategy {", "  alert_policy {",
     "google_monitoring_alert_policy has no block alert_policy"),
    ("an unknown argument in a nested block", "freshness.tf", "        per_series_aligner = ",
     "        per_series_align = ", "google_monitoring_alert_policy.conditions.condition_threshold.aggregations has no argument per_series_align"),
    ("a block written as an argument", "main.tf", "  default_encryption_configuration {\n    kms_key_name = local.kms_key_name\n  }",
     "  default_encryption_configuration = { kms_key_name = local.kms_key_name }",
     "google_bigquery_dataset.default_encryption_configuration is a block, write it without ="),
    ("an argument written as a block", "freshness.tf", "  params = {", "  params {",
     "google_bigquery_data_transfer_config.params is an argument, write it with ="),
    ("a block that may stand once, twice", "pii.tf", "  data_masking_policy {",
     '  data_masking_policy {\n    predefined_expression = "SHA256"\n  }\n\n  data_masking_policy {',
     "at most one data_masking_policy block is allowed"),
    ("a fault in a dynamic block", "main.tf", "  default_encryption_configuration {\n    kms_key_name = local.kms_key_name\n  }",
     '  dynamic "default_encryption_configuration" {\n    for_each = [1]\n    content {\n      key = local.kms_key_name\n    }\n  }',
     "google_bigquery_dataset.default_encryption_configuration has no argument key"),
    ("an attribute that does not exist", "outputs.tf", "google_bigquery_dataset.internal.dataset_id",
     "google_bigquery_dataset.internal.dataset_name", "google_bigquery_dataset has no attribute dataset_name"),
    ("an attribute that does not exist, behind an index", "freshness.tf", "google_bigquery_data_transfer_config.freshness[0].name",
     "google_bigquery_data_transfer_config.freshness[0].config_id", "google_bigquery_data_transfer_config has no attribute config_id"),
    ("an attribute that does not exist, behind a splat", "outputs.tf", "google_monitoring_alert_policy.freshness[*].name",
     "google_monitoring_alert_policy.freshness[*].policy", "google_monitoring_alert_policy has no attribute policy"),
    ("a resource that nobody declared", "main.tf", "google_bigquery_dataset.output_port.dataset_id\n    }",
     "google_bigquery_dataset.output.dataset_id\n    }", "resource google_bigquery_dataset.output is not declared"),
    ("a variable that nobody declared", "main.tf", "  location      = var.location", "  location      = var.region",
     "variable region is not declared"),
    ("a variable that nobody declared, in a template", "main.tf", '"${var.domain}/${var.product_name}"', '"${var.domain}/${var.name}"',
     "variable name is not declared"),
    ("a local that nobody declared", "freshness.tf", "  schedule             = local.check_schedule",
     "  schedule             = local.schedule", "local schedule is not declared"),
    ("a module call with a wrong variable", "examples/basic/main.tf", "  retention_days = 2555", "  retention = 2555",
     "module output_port has no variable retention"),
    ("a module call without a needed variable", "examples/basic/main.tf", '  classification = "internal"\n', "",
     "module output_port needs the variable classification"),
    ("an output that the module has not", "examples/basic/main.tf", "module.output_port.output_port", "module.output_port.port",
     "module output_port has no output port"),
    ("a test of a resource that is not there", "tests/output_port.tftest.hcl", "google_bigquery_dataset.output_port.dataset_id ==",
     "google_bigquery_dataset.outport.dataset_id ==", "resource google_bigquery_dataset.outport is not declared"),
    ("a test of an attribute that is not there", "tests/output_port.tftest.hcl", "google_bigquery_dataset.internal.location ==",
     "google_bigquery_dataset.internal.region ==", "google_bigquery_dataset has no attribute region"),
    ("a test that sets a variable that is not there", "tests/output_port.tftest.hcl", "    retention_days = 0\n",
     "    retention = 0\n", "the module under test has no variable retention"),
    ("a test that expects a variable that is not there to fail", "tests/output_port.tftest.hcl", "expect_failures = [var.labels]",
     "expect_failures = [var.tags]", "variable tags is not declared"),
    ("a mock of an attribute that is not there", "tests/output_port.tftest.hcl", "      email = ", "      mail = ",
     "google_bigquery_default_service_account has no attribute mail"),
]

# What must not be found: right, but close to a fault.
HARMLESS = [
    ("a number written as a string", "freshness.tf", "      threshold_value = 0", '      threshold_value = "0"'),
    ("a number where a string belongs", "main.tf", '"7776000s" # 90 days', "7776000"),
    ("a bool written as a string", "main.tf", "  delete_contents_on_destroy = false", '  delete_contents_on_destroy = "false"'),
    ("an optional argument set to null", "main.tf", '  purpose         = "ENCRYPT_DECRYPT"', "  purpose         = null"),
    ("meta arguments", "main.tf", "  depends_on = [google_kms_crypto_key_iam_member.bigquery]",
     "  provider   = google\n  depends_on = [google_kms_crypto_key_iam_member.bigquery]\n\n  timeouts {\n    create = \"5m\"\n  }"),
    ("a comment with HCL in it", "main.tf", "  purpose         = ", "  # rotation = var.nowhere\n  purpose         = "),
]


def broken(module: Path, target: Path, name: str, old: str, new: str) -> int:
    """A copy of the module with one text replaced; gives the line of the change."""
    shutil.copytree(module, target, ignore=shutil.ignore_patterns(".terraform*"))
    path = target / name
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{name} does not hold {old!r}: bring the self-test up to date")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("module", nargs="?", type=Path, default=MODULE)
    parser.add_argument("--cache", type=Path, help="folder that keeps the extracted schema")
    options = parser.parse_args(arguments)
    try:
        import hcl2  # noqa: F401
    except ImportError:
        raise google_schema.missing("python-hcl2") from None
    schema = google_schema.load_schema(options.cache)
    missed = 0
    findings, _ = google_schema.check([options.module], schema)
    for finding in findings:
        print(f"the module itself: {finding}")
        missed += 1
    with tempfile.TemporaryDirectory() as scratch:
        for number, (what, name, old, new, expected) in enumerate(FAULTS):
            target = Path(scratch) / str(number)
            line = broken(options.module, target, name, old, new)
            found, _ = google_schema.check([target], schema)
            near = [f for f in found if expected in f and abs(int(f.split(":")[1]) - line) <= 15]
            if not near:
                print(f"missed: {what} ({name}:{line}); found: {found}")
                missed += 1
        for number, (what, name, old, new) in enumerate(HARMLESS):
            target = Path(scratch) / f"harmless-{number}"
            broken(options.module, target, name, old, new)
            found, _ = google_schema.check([target], schema)
            if found:
                print(f"wrongly found in {what}: {found}")
                missed += 1
    print(
        f"google_schema_selftest: {len(FAULTS)} planted faults, {len(HARMLESS)} harmless changes, {missed} wrong",
        file=sys.stderr,
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
