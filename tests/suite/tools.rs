//! Real tools judge the output: dbt on DuckDB, sqlfluff, Avro readers, terraform, linters.
//!
//! `make test` installs them below `MESH_TOOLS_DIR`. A tool that is not there is reported as
//! skipped by name, and fails the test where `CI` is set.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::{examples, mesh_cli, root};

/// The exit code by which a script says that a tool is not installed.
const MISSING_TOOL: i32 = 77;

pub fn tools() -> PathBuf {
    std::env::var_os("MESH_TOOLS_DIR").map_or_else(|| root().join("target/tools"), PathBuf::from)
}

fn python(environment: &str) -> PathBuf {
    let python = tools().join(environment).join("bin/python");
    if python.is_file() { python } else { PathBuf::from("python3") }
}

/// Runs a script of `tests/tools`; it passes, or a missing tool is reported by name.
#[track_caller]
pub fn passes(script: &str, environment: &str, arguments: &[&Path]) -> String {
    let Output { status, stdout, stderr } = Command::new(python(environment))
        .arg(root().join("tests/tools").join(script))
        .args(arguments)
        .env("MESH_TOOLS_DIR", tools())
        .output()
        .expect("python3 starts");
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    if status.code() == Some(MISSING_TOOL) && std::env::var_os("CI").is_none() {
        eprintln!("skipped: {script}: {text}");
    } else {
        assert!(status.success(), "{script} failed:\n{text}");
        for line in text.lines().filter(|line| line.starts_with("skip")) {
            eprintln!("{line}");
        }
    }
    text
}

/// A product made by flags alone, as a new user makes it.
fn product(folder: &TempDir, name: &str, flags: &[&str]) -> PathBuf {
    let out = folder.path().join(name);
    let named = ["create-product", "--domain", "logistics", "--name", name, "--yes", "--out"];
    mesh_cli().args(named).arg(&out).args(flags).assert().success();
    out
}

#[test]
fn every_example_satisfies_every_tool() {
    let examples = examples();
    let arguments: Vec<&Path> = examples.iter().map(PathBuf::as_path).collect();
    passes("check_product.py", "venv", &arguments);
}

#[test]
fn products_made_by_flags_satisfy_every_tool() {
    let folder = tempfile::tempdir().unwrap();
    let products = [
        product(&folder, "shipment_tracking", &[]),
        product(&folder, "customer-360", &["--template", "silver-table"]),
        product(&folder, "deliveries", &["--port", "aws", "--archetype", "aggregate"]),
        product(
            &folder,
            "parcels",
            &[
                "--port",
                "bigquery",
                "--set",
                "spec.outputPorts[0].location.project=acme-logistics",
                "--field",
                "parcel_id:string:key",
                "--field",
                "seen_at:timestamp:required",
                "--field",
                "receiver_email:string:pii",
            ],
        ),
    ];
    let arguments: Vec<&Path> = products.iter().map(PathBuf::as_path).collect();
    passes("check_product.py", "venv", &arguments);
}

#[test]
fn the_workflow_of_a_new_mesh_satisfies_every_linter() {
    let folder = tempfile::tempdir().unwrap();
    let mesh = folder.path().join("acme");
    mesh_cli().arg("init").arg(&mesh).args(["--domain", "orders"]).assert().success();
    let checks = Path::new("workflow-schema,actionlint,zizmor,shell,workflow-make");
    passes("check_product.py", "venv", &[Path::new("--checks"), checks, &mesh]);
}

#[test]
fn the_terraform_of_the_aws_example_is_valid_and_its_tests_pass() {
    let folder = root().join("examples/customer.customer_360/terraform");
    passes("terraform/validate.py", "venv-terraform", &[&folder]);
}

#[test]
fn the_terraform_of_the_aws_example_is_applied_and_destroyed() {
    let folder = root().join("examples/customer.customer_360/terraform");
    let consumers = ["marketing-data", "support-data"].map(|role| format!("arn:aws:iam::111122223333:role/{role}"));
    let mut arguments: Vec<&Path> = Vec::new();
    for consumer in &consumers {
        arguments.extend([Path::new("--consumer"), Path::new(consumer)]);
    }
    for column in ["email", "phone", "address"] {
        arguments.extend([Path::new("--excluded"), Path::new(column)]);
    }
    arguments.push(&folder);
    passes("terraform/aws_apply_destroy.py", "venv-terraform", &arguments);
}

#[test]
fn the_terraform_of_the_bigquery_example_fits_the_provider_and_its_tests_pass() {
    let folder = root().join("examples/orders.order_events/terraform");
    let cache = tools().join("google-schema");
    passes("terraform/google_schema.py", "venv-terraform", &[Path::new("--cache"), &cache, &folder]);
    passes("terraform/google_schema_selftest.py", "venv-terraform", &[Path::new("--cache"), &cache]);
    passes("terraform/google_validate.py", "venv-terraform", &[Path::new("--cache"), &cache, &folder]);
}

#[test]
fn the_port_kind_of_the_example_pack_writes_what_consumers_read() {
    passes("parquet.py", "venv", &[&root().join("examples/retail.returns")]);
}

#[test]
fn the_life_of_a_product_is_as_the_book_tells_it() {
    let (page, program) = (root().join("book/src/life.md"), Path::new(env!("CARGO_BIN_EXE_mesh-cli")));
    passes("chapter.py", "venv", &[&page, program]);
}

#[test]
fn the_rules_of_the_house_are_as_the_book_tells_them() {
    let (page, program) = (root().join("book/src/governance.md"), Path::new(env!("CARGO_BIN_EXE_mesh-cli")));
    passes("chapter.py", "venv", &[&page, program]);
}

#[test]
fn a_change_that_breaks_nobody_is_as_the_book_tells_it() {
    let (page, program) = (root().join("book/src/contract.md"), Path::new(env!("CARGO_BIN_EXE_mesh-cli")));
    passes("chapter.py", "venv", &[&page, program]);
}

#[test]
fn every_fault_in_the_sample_data_is_found_by_the_test_it_is_for() {
    passes("teeth.py", "venv", &[&root().join("examples/orders.order_events")]);
}
