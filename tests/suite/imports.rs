//! Manifests of other forms: a case is a folder below `tests/cases/imports/`. It holds `manifest.yaml`, the manifest
//! as it stands; `ours.json`, the same in our form; `expected.txt`, all that `validate` says about it; and `policies.txt`,
//! what `policy check` finds, a line each. `BLESS=1` rewrites what is expected; the review is the git diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use mesh_cli::interchange::import;
use mesh_cli::manifest::node::Node;
use mesh_cli::manifest::read::read;
use mesh_cli::pack::Pack;
use mesh_cli::policy::{Sets, Subject};

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
fn manifests_of_other_forms_are_judged_by_the_policies_as_they_stand() {
    let sets = Sets::new(None).unwrap();
    let mut fired = BTreeSet::new();
    for case in cases() {
        let subject = Subject::read_file(&case.join(MANIFEST)).unwrap();
        let judged = sets.of(&case).unwrap().check(&subject, "2026-11-21".parse().unwrap()).unwrap();
        assert!(judged.read_as.is_some(), "{}", case.display());
        // Nothing beside the manifest is a file of the product.
        assert_eq!(judged.reports.len(), 1, "{}", case.display());
        let report = &judged.reports[0];
        let mut text = format!("{}\n", judged.product);
        for (finding, line) in report.findings.iter().zip(report.lines()) {
            let line = line.replace(&format!("{}/", case.display()), "");
            assert!(line.starts_with("manifest.yaml:") && !line.starts_with("manifest.yaml: "), "no line: {line}");
            text.push_str(&format!("{:?} {line}\n", finding.severity));
            fired.insert(finding.rule.id.to_string());
        }
        expect(&case.join("policies.txt"), &text);
    }
    for id in ["SCHEMA-001", "SCHEMA-002", "PRIVACY-001", "SLO-001", "SLO-002", "SEC-001", "SEC-002"] {
        assert!(fired.contains(id), "{id} finds nothing in any manifest of the source documents");
    }
}

#[test]
fn a_manifest_that_stands_alone_is_judged_from_the_command_line() {
    let sandbox = crate::sandbox::Sandbox::new();
    let case = root().join("tests/cases/imports/product-views/manifest.yaml");
    fs::create_dir(sandbox.join("given")).unwrap();
    fs::copy(case, sandbox.join("given/views.yaml")).unwrap();
    // Neither files nor policies beside it are its own.
    sandbox.write("given/policies.yaml", "severity: { DOC-001: off }\n");
    sandbox.write("given/dbt_project.yml", "no: [dbt\n");
    let run = sandbox.run(&["policy", "check", "given/views.yaml"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for words in
        ["note: given/views.yaml is read as ", " --> given/views.yaml:4:6\n", "error[SEC-001]", "judged 1 product"]
    {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("dbt_project") && !run.stderr.contains("policies.yaml"), "{}", run.stderr);
    let run = sandbox.run(&["policy", "input", "given/views.yaml"]);
    assert_eq!((run.code, run.stdout.contains("artefacts")), (0, false), "{}{}", run.stdout, run.stderr);
    sandbox.write("given/none_at_all.yaml", "a: [\n");
    let run = sandbox.run(&["policy", "check", "given/none_at_all.yaml"]);
    assert_eq!((run.code, run.stderr.contains("score 0.0 (F)\n  manifest  ")), (1, true), "{}", run.stderr);
    let run = sandbox.run(&["policy", "list", "given/none.yaml"]);
    assert_eq!((run.code, run.stderr.contains("given/none.yaml does not exist")), (2, true), "{}", run.stderr);
    let run = sandbox.run(&["policy", "check", "given/none.yaml"]);
    assert_eq!((run.code, run.stderr.contains("given/none.yaml does not exist")), (2, true), "{}", run.stderr);
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
