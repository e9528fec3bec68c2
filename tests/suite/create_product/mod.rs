//! `create-product` by flags and by file: what it writes, what it says, and how it ends.

mod files;
mod says;

use std::fs;

use predicates::prelude::*;
use serde_json::Value as Json;

use crate::sandbox::Sandbox;
use crate::support::{mesh_cli, tree};

/// Runs with `--dry-run --diff --format json`, and gives the manifest that would be written.
fn manifest(sandbox: &Sandbox, arguments: &[&str]) -> Json {
    let run = sandbox.run(&[arguments, &["--dry-run", "--diff", "--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let result: Json = serde_json::from_str(&run.stdout).unwrap();
    let changes = result["changes"].as_array().unwrap();
    let manifest = changes.iter().find(|change| change["path"] == "data-product.yaml").unwrap();
    serde_yaml::from_str(manifest["text"].as_str().unwrap()).unwrap()
}

const TWO: [&str; 5] = ["create-product", "--domain", "logistics", "--name", "shipment-tracking"];

fn two_and<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&TWO[..], more].concat()
}

#[test]
fn a_domain_and_a_name_are_enough_with_yes() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "", "standard output is for data");
    let product = sandbox.path().join("shipment-tracking");
    let files = tree(&product);
    let count = format!("created logistics.shipment-tracking in shipment-tracking/ ({} files)\n", files.len());
    assert!(run.stderr.starts_with(&count), "{}", run.stderr);
    for file in ["data-product.yaml", "README.md", "Makefile", ".mesh/lock.yaml", "schemas/shipment_tracking_v1.avsc"] {
        assert!(files.contains_key(file), "{file}");
    }
    mesh_cli().arg("validate").arg(&product).assert().success();
}

/// A name is kept as it was written; what it becomes elsewhere is shown.
#[test]
fn a_name_is_kept_as_written_and_its_forms_are_shown() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes"]));
    assert!(
        run.stderr.contains(
            "`shipment-tracking` is shipment_tracking in SQL, ShipmentTracking in Avro, shipment-tracking in URLs"
        ),
        "{}",
        run.stderr
    );
    let manifest = fs::read_to_string(sandbox.path().join("shipment-tracking/data-product.yaml")).unwrap();
    assert!(manifest.contains("  name: shipment-tracking\n"), "{manifest}");
}

#[test]
fn the_manifest_opens_with_the_line_that_editors_read() {
    let sandbox = Sandbox::new();
    sandbox.run(&two_and(&["--yes"]));
    let product = sandbox.path().join("shipment-tracking");
    let manifest = fs::read_to_string(product.join("data-product.yaml")).unwrap();
    let schema = manifest.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap();
    assert!(product.join(schema).is_file(), "{schema}");
}

#[test]
fn every_flag_answers_its_question() {
    let sandbox = Sandbox::new();
    let manifest = manifest(
        &sandbox,
        &two_and(&[
            "--yes",
            "--archetype",
            "aggregate",
            "--description",
            "One row per parcel: \"each\" of them",
            "--owner-team",
            "Tracking squad",
            "--owner-email",
            "tracking@example.com",
            "--owner-on-call",
            "@tracking-oncall",
            "--owner-channel",
            "#tracking",
            "--port",
            "aws",
            "--field",
            "parcel_id:uuid:key",
            "--field",
            "recipient:string:required:pii",
            "--field",
            "label:string:unique",
            "--field",
            "seen_at:timestamp",
            "--freshness",
            "30m",
            "--set",
            "spec.slo.freshness={target: 30m}",
            "--classification",
            "confidential",
            "--retention",
            "90 days",
            "--ci",
            "github",
        ]),
    );
    for (pointer, expected) in [
        ("/metadata/domain", "logistics"),
        ("/metadata/name", "shipment-tracking"),
        ("/metadata/owner/team", "Tracking squad"),
        ("/metadata/owner/email", "tracking@example.com"),
        ("/metadata/owner/onCall", "@tracking-oncall"),
        ("/metadata/owner/channel", "#tracking"),
        ("/spec/archetype", "aggregate"),
        ("/spec/description", "One row per parcel: \"each\" of them"),
        ("/spec/outputPorts/0/kind", "aws"),
        ("/spec/slo/freshness/target", "30m"),
        ("/spec/access/classification", "confidential"),
        ("/spec/access/retention", "90 days"),
        ("/spec/ci/provider", "github"),
    ] {
        assert_eq!(manifest.pointer(pointer).and_then(Json::as_str), Some(expected), "{pointer}");
    }
    let fields = &manifest["spec"]["schema"]["fields"];
    assert_eq!(fields.as_array().unwrap().len(), 4, "the starter's fields are not mixed in: {fields}");
    assert_eq!(
        fields[0],
        serde_json::json!({ "name": "parcel_id", "type": "uuid", "required": true, "primaryKey": true })
    );
    assert_eq!((&fields[1]["required"], &fields[1]["pii"]), (&Json::Bool(true), &Json::Bool(true)));
    assert_eq!(fields[2]["unique"], true);
    assert_eq!(fields[3]["type"], "timestamp");
    sandbox.is_empty();
}

#[test]
fn set_reaches_any_value_and_the_last_word_counts() {
    let sandbox = Sandbox::new();
    let manifest = manifest(
        &sandbox,
        &two_and(&[
            "--yes",
            "--owner-team",
            "first",
            "--set",
            "metadata.owner.team='second: with a colon'",
            "--set",
            "metadata.tags=[one, two]",
            "--set",
            "spec.quality.tests[0]={type: row_count, min: 1}",
            "--set",
            "spec.slo.availability.target=99.9%",
            "--set",
            "metadata.title=[not closed",
        ]),
    );
    assert_eq!(manifest["metadata"]["owner"]["team"], "second: with a colon");
    assert_eq!(manifest["spec"]["quality"]["tests"], serde_json::json!([{ "type": "row_count", "min": 1 }]));
    assert_eq!(manifest["metadata"]["tags"], serde_json::json!(["one", "two"]));
    // What is no YAML is taken as text.
    assert_eq!(manifest["metadata"]["title"], "[not closed");
    assert_eq!(manifest["spec"]["slo"]["availability"]["target"], "99.9%");
}

#[test]
fn a_flag_that_cannot_be_applied_is_refused() {
    let sandbox = Sandbox::new();
    for (arguments, message) in [
        (&["--set", "metadata.title"][..], "`--set metadata.title` has no value"),
        (&["--set", "a..b=1"], "`a..b` is no path"),
        (&["--set", "spec.schema.fields[9].name=x"], "skips an index"),
        (&["--set", "metadata.domain.x=1"], "leads through `x`, which is not a mapping"),
        (&["--field", "id"], "`--field id`: has no type"),
        (&["--field", ":uuid"], "has no name"),
        (&["--field", "id:uuid:kye"], "`kye` is none of key, required, unique, pii"),
        (&["--diff"], "--dry-run"),
        (&["--zebra"], "unexpected argument"),
        (&["--format", "xml"], "invalid value 'xml'"),
        (&["--from", "absent.yaml"], "cannot read absent.yaml"),
        (&["--pack", "absent"], "there is no pack in ./absent: it does not exist"),
    ] {
        let run = sandbox.run(&two_and(&[&["--yes"], arguments].concat()));
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
    }
    sandbox.is_empty();
}

#[test]
fn a_wrong_answer_names_its_flag() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&[
        "--yes",
        "--owner-email",
        "nobody",
        "--port",
        "mongodb",
        "--field",
        "id:uid:key",
        "--set",
        "spec.slo.freshness.target=soon",
    ]));
    assert_eq!(run.code, 2);
    for line in [
        "`nobody` is no e-mail address",
        "given by --owner-email",
        "`uid` is no logical type",
        "given by --field id:uid:key",
        "did you mean `uuid`?",
        "given by --set spec.slo.freshness.target=soon",
        "nothing was written",
    ] {
        assert!(run.stderr.contains(line), "{line}:\n{}", run.stderr);
    }
    let run = sandbox.run(&two_and(&["--yes", "--port", "duckbd"]));
    assert!(run.stderr.contains("did you mean `duckdb`?") && run.stderr.contains("given by --port"), "{}", run.stderr);
    sandbox.is_empty();
}

#[test]
fn without_a_terminal_all_that_is_missing_is_listed_at_once() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["create-product"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for (path, flag) in [
        ("metadata.domain", "--domain"),
        ("metadata.name", "--name"),
        ("metadata.owner.team", "--owner-team"),
        ("metadata.owner.email", "--owner-email"),
        ("spec.description", "--description"),
        ("spec.inputPorts", "--set, --from"),
        ("spec.outputPorts", "--port"),
        ("spec.schema.fields", "--field"),
        ("spec.slo.freshness.target", "--freshness"),
        ("spec.access.classification", "--classification"),
        ("spec.access.retention", "--retention"),
    ] {
        let line = run.stderr.lines().find(|line| line.trim_start().starts_with(path));
        assert!(line.is_some_and(|line| line.contains(flag)), "{path}: {flag}\n{}", run.stderr);
    }
    assert!(
        run.stderr.contains("11 answers are missing") && run.stderr.ends_with("nothing was written\n"),
        "{}",
        run.stderr
    );
    let run = sandbox.run(&TWO);
    assert!(run.stderr.contains("9 answers are missing") && run.code == 2, "{}", run.stderr);
    sandbox.is_empty();
}

/// `--yes` takes defaults for the rest; a wrong name is one finding, and not one with all that follows from it.
#[test]
fn with_yes_only_the_names_can_be_missing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["create-product", "--yes"]);
    assert!(!run.stderr.contains("error["), "{}", run.stderr);
    assert!(run.stderr.contains("2 answers are missing"), "{}", run.stderr);
    let run = sandbox.run(&["create-product", "--yes", "--domain", "logistics", "--name", "Parcels"]);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("given by --name") && run.stderr.contains("did you mean `parcels`?"), "{}", run.stderr);
    sandbox.is_empty();
}

#[test]
fn missing_answers_are_data_in_json() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["create-product", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, ""));
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["errors"], 11);
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] == "manifest/missing"));
    sandbox.is_empty();
}
