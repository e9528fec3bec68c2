//! Manifests of other forms: a case is a folder below `tests/cases/imports/`. It holds `manifest.yaml`, the manifest
//! as it stands; `ours.json`, the same in our form; and `expected.txt`, all that `validate` says about it. `BLESS=1`
//! rewrites what is expected; the review is the git diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use mesh_cli::interchange::import;
use mesh_cli::manifest::node::Node;
use mesh_cli::manifest::read::read;
use mesh_cli::pack::Pack;

use crate::support::{blessing, mesh_cli, root};

const MANIFEST: &str = "manifest.yaml";

fn cases() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/cases/imports")).unwrap();
    let mut cases: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn manifest(case: &std::path::Path) -> Node {
    read(&case.join(MANIFEST)).unwrap().node.unwrap()
}

/// Compares a file with what it should hold, or rewrites it.
fn expect(path: &std::path::Path, actual: &str) {
    if blessing() {
        fs::write(path, actual).unwrap();
    }
    similar_asserted(path, &fs::read_to_string(path).unwrap_or_default(), actual);
}

fn similar_asserted(path: &std::path::Path, expected: &str, actual: &str) {
    let diff = similar::TextDiff::from_lines(expected, actual).unified_diff().header("expected", "actual").to_string();
    assert!(expected == actual, "{}\n{diff}\n`BLESS=1 cargo test` rewrites what is expected", path.display());
}

#[test]
fn manifests_of_other_forms_are_read_as_ours_and_judged_at_their_lines() {
    let pack = Pack::builtin().unwrap();
    for case in cases() {
        let imported = import(&manifest(&case), &pack).unwrap().unwrap_or_else(|| panic!("{}", case.display()));
        expect(&case.join("ours.json"), &format!("{:#}\n", imported.node.to_json()));
        let run = mesh_cli().current_dir(&case).args(["validate", MANIFEST]).output().unwrap();
        assert_eq!(run.status.code(), Some(1), "{}", case.display());
        expect(&case.join("expected.txt"), &String::from_utf8(run.stderr).unwrap());
    }
}

#[test]
fn every_form_has_a_case() {
    let pack = Pack::builtin().unwrap();
    let read: BTreeSet<String> =
        cases().iter().filter_map(|case| import(&manifest(case), &pack).unwrap()).map(|found| found.title).collect();
    let known: BTreeSet<String> = pack.forms().unwrap().iter().map(|form| form.title.clone()).collect();
    assert_eq!(read, known);
}

#[test]
fn a_manifest_of_ours_is_left_alone() {
    let pack = Pack::builtin().unwrap();
    for example in crate::support::examples() {
        let node = read(&example.join("data-product.yaml")).unwrap().node.unwrap();
        assert!(import(&node, &pack).unwrap().is_none(), "{}", example.display());
    }
}

#[test]
fn a_manifest_of_another_form_becomes_a_product() {
    let sandbox = crate::sandbox::Sandbox::new();
    let manifest = root().join("tests/cases/imports/order-events/manifest.yaml");
    let run = mesh_cli()
        .current_dir(sandbox.path())
        .args(["create-product", "--yes", "--set", "metadata.owner.email=orders@example.com"])
        .args(["--set", "spec.outputPorts[0].location.project=example-orders-prod", "--from"])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let written = fs::read_to_string(sandbox.path().join("order_events/data-product.yaml")).unwrap();
    for line in
        ["  onCall: \"@orders-oncall\"", "target: 30 minutes", "warn: 99.0%", "dataset: orders_prod", "tool: debezium"]
    {
        assert!(written.contains(line), "no `{line}` in\n{written}");
    }
}
