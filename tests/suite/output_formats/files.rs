//! Reports in files: in the same run, each whole, or none.

use std::fs;

use super::is_sarif;
use crate::sandbox::Sandbox;
use crate::support::root;

fn with_a_bad_manifest() -> Sandbox {
    let sandbox = Sandbox::new();
    let manifest = fs::read_to_string(root().join("examples/orders.order_events/data-product.yaml")).unwrap();
    sandbox.write("orders/data-product.yaml", manifest.replacen("  domain: orders\n", "  domian: orders\n", 1));
    fs::create_dir(sandbox.join(".git")).unwrap();
    sandbox
}

#[test]
fn one_run_writes_every_format_that_is_asked_for() {
    let sandbox = with_a_bad_manifest();
    sandbox.write("reports/r.sarif", "x".repeat(1_000_000));
    let run = sandbox.run(&[
        "validate",
        "orders",
        "--output",
        "sarif=reports/r.sarif",
        "--output",
        "junit=reports/new/r.xml",
        "--format",
        "github",
    ]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.starts_with("::error file=orders/data-product.yaml,line="), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    let log = is_sarif(&fs::read_to_string(sandbox.join("reports/r.sarif")).unwrap());
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), run.stdout.lines().count());
    assert!(fs::read_to_string(sandbox.join("reports/new/r.xml")).unwrap().contains("manifest/unknown-key"));
}

#[test]
fn paths_are_those_of_the_repository_from_wherever_the_program_runs() {
    let sandbox = with_a_bad_manifest();
    let mut command = sandbox.command(&["validate", "--format", "github"]);
    let run = command.current_dir(sandbox.join("orders")).output().unwrap();
    assert!(String::from_utf8(run.stdout).unwrap().starts_with("::error file=orders/data-product.yaml,line="));
}

#[test]
fn when_one_file_cannot_be_written_none_is() {
    let sandbox = with_a_bad_manifest();
    sandbox.write("r.json", "before");
    let run = sandbox.run(&["validate", "orders", "--output", "json=r.json", "--output", "junit=r.json/r.xml"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("cannot write r.json/r.xml"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(sandbox.join("r.json")).unwrap(), "before");
    assert_eq!(sandbox.names(), [".git", "orders", "r.json"]);
}

#[test]
fn what_cannot_be_asked_for_is_said_at_once() {
    let sandbox = with_a_bad_manifest();
    for (arguments, said) in [
        (&["--output", "sarfi=x"][..], "the format is one of `human`, `json`, `sarif`"),
        (&["--output", "sarif"], "say where to: `sarif=FILE`"),
        (&["--output", "json=x", "--output", "sarif=x"], "--output names x twice"),
    ] {
        let run = sandbox.run(&[&["validate", "orders"], arguments].concat());
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert_eq!(sandbox.names(), [".git", "orders"]);
    }
}
