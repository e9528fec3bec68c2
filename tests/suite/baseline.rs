//! What was there before, and what is new since.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use mesh_cli::diagnostics::{Finding, Report, Rule, Severity, Source, Waived, identities};
use mesh_cli::manifest::read;
use mesh_cli::policy::baseline::Baseline;

use crate::sandbox::Sandbox;

const BEFORE: &str = "\
metadata: { domain: orders, name: events }
spec:
  fields:
    - { name: id, type: string }
    - { name: email, type: string }
";
/// The same, with lines and items that have moved.
const AFTER: &str = "\
# Orders.
metadata: { domain: orders, name: events }
spec:

  fields:
    - { name: phone, type: string }
    - { name: email, type: string }
    - { name: id, type: string }
";

/// What is found in a text: `rule pointer`.
fn found(text: &str, findings: &[&str]) -> Vec<Report> {
    let source = Source::new("here/orders/data-product.yaml", text);
    let node = read::parse(source.clone()).node.unwrap();
    let one = |line: &&str| {
        let (rule, pointer) = line.split_once(' ').unwrap();
        let rule = Rule { id: rule.to_owned().into(), ..Rule::new("", "", "") };
        Finding::at(rule, &node, pointer, format!("line {}", text.len()))
    };
    let findings = findings.iter().map(one).collect();
    let product = Some("orders.events".to_owned());
    vec![Report { product, root: Some("here/orders".into()), ..Report::new(Some(source), findings) }]
}

fn nothing() -> HashSet<mesh_cli::diagnostics::Identity> {
    HashSet::new()
}

fn policies(rule: &str) -> bool {
    !rule.contains('/')
}

/// A baseline that was written and read.
fn written(reports: &[Report]) -> Baseline {
    let sandbox = Sandbox::new();
    sandbox.write("baseline.yaml", Baseline::of(reports, &nothing(), policies).text());
    Baseline::read(&sandbox.join("baseline.yaml")).unwrap()
}

fn rules(reports: &[Report]) -> Vec<&str> {
    reports.iter().flat_map(|report| &report.findings).map(|finding| finding.rule.id.as_ref()).collect()
}

#[test]
fn what_was_there_is_hidden_wherever_it_has_moved_and_what_is_new_is_not() {
    let baseline = written(&found(BEFORE, &["PII-1 /spec/fields/1", "DOC-1 /spec/fields/0", "SLO-1 "]));
    let mut reports = found(AFTER, &["PII-1 /spec/fields/1", "PII-1 /spec/fields/0", "DOC-1 /spec/fields/2"]);
    let hidden = baseline.hide(&mut reports, &nothing());
    assert_eq!(hidden.known, 2);
    assert_eq!(identities(&reports[0]).iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["spec.fields[phone]"]);

    let mended = baseline.mended(&hidden, |_| true).unwrap();
    let lines = mended.lines();
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].ends_with("`SLO-1` is kept now by orders.events: data-product.yaml [baseline/mended]"),
        "{lines:?}"
    );
    assert!(lines[0].contains("baseline.yaml:7:5: "), "{lines:?}");
    assert!(baseline.mended(&hidden, |product| product != "orders.events").is_none(), "it was not judged");
    let tightened = baseline.tightened(&hidden, |_| true);
    assert_eq!(tightened.len(), 2);
    assert!(!tightened.text().contains("SLO-1"));
}

#[test]
fn two_of_a_kind_are_two() {
    let baseline = written(&found(BEFORE, &["PII-1 /spec"]));
    let mut reports = found(BEFORE, &["PII-1 /spec", "PII-1 /spec"]);
    assert_eq!(baseline.hide(&mut reports, &nothing()).known, 1);
    assert_eq!(rules(&reports), ["PII-1"]);
}

#[test]
fn what_has_become_worse_is_new() {
    let mut before = found(BEFORE, &["SLO-1 /spec", "DOC-1 /spec"]);
    before[0].findings[0].severity = Severity::Warning;
    let baseline = written(&before);
    let mut reports = found(AFTER, &["SLO-1 /spec", "DOC-1 /spec"]);
    let hidden = baseline.hide(&mut reports, &nothing());
    assert_eq!((rules(&reports), hidden.known), (vec!["SLO-1"], 1));
    assert!(baseline.mended(&hidden, |_| true).is_none(), "it is there still");
    assert_eq!(baseline.hide(&mut before, &nothing()).known, 2);
}

#[test]
fn what_is_waived_or_was_is_neither_written_nor_hidden() {
    let all = found(BEFORE, &["A-1 /spec", "B-1 /spec", "C-1 /spec"]);
    let mut waived = all.clone();
    let words = String::new;
    let waiver = Waived { id: words(), reason: words(), approver: words(), ticket: words(), expires: words() };
    waived[0].findings[0].waived = Some(waiver);
    let lapsed: HashSet<_> = [identities(&waived[0])[1].clone()].into();
    assert_eq!(Baseline::of(&waived, &lapsed, policies).len(), 1);
    let hidden = written(&all).hide(&mut waived, &lapsed);
    assert_eq!((rules(&waived), hidden.known, hidden.there.len()), (vec!["A-1", "B-1"], 1, 3));
}

/// A manifest that cannot be read, or a policy that is weakened, is no finding of a policy.
#[test]
fn only_what_policies_find_is_written() {
    assert_eq!(rules(&found(BEFORE, &["policy/weakened /spec"])), ["policy/weakened"]);
    assert!(written(&found(BEFORE, &["policy/weakened /spec"])).is_empty());
}

#[test]
fn the_file_is_the_same_in_whatever_order_things_are_found() {
    let one = found(BEFORE, &["B-1 /spec/fields/1", "A-1 /spec/fields/0", "A-1 "]);
    let other = found(BEFORE, &["A-1 ", "A-1 /spec/fields/0", "B-1 /spec/fields/1"]);
    let text = Baseline::of(&one, &nothing(), policies).text();
    assert_eq!(text, Baseline::of(&other, &nothing(), policies).text());
    let lines: Vec<&str> = text.lines().skip(4).map(|line| line.split_once("product").unwrap().1).collect();
    let line = |rule: &str, path: &str| {
        format!(": \"orders.events\", rule: \"{rule}\", file: \"data-product.yaml\", path: \"{path}\" }}")
    };
    assert_eq!(lines, [line("A-1", ""), line("A-1", "spec.fields[id]"), line("B-1", "spec.fields[email]")]);
    let empty = Baseline::of(&[], &nothing(), policies).text();
    assert!(empty.ends_with("findings: []\n"), "{empty}");
    assert!(written(&[]).is_empty());
}

#[test]
fn a_file_that_is_no_baseline_is_refused_with_its_place() {
    let sandbox = Sandbox::new();
    let head = "apiVersion: datamesh.io/v1\nkind: Baseline\n";
    for (text, words) in [
        ("", "yaml/syntax"),
        ("[]\n", "the baseline must be a mapping"),
        ("kind: Baseline\n", "lacks `apiVersion`"),
        (&format!("{head}finding: []\n"), "no key `finding`"),
        (&format!("{head}findings:\n  - {{ product: 1, fingerprint: a }}\n"), "must be text"),
        (&format!("{head}<<<<<<< HEAD\nfindings: []\n"), "yaml/syntax"),
    ] {
        sandbox.write("baseline.yaml", text);
        let error = Baseline::read(&sandbox.join("baseline.yaml")).unwrap_err();
        let mesh_cli::Error::Mesh(report) = &error else { panic!("{error}") };
        assert!(report.lines().iter().any(|line| line.contains(words)), "{text}: {:?}", report.lines());
        assert_eq!(error.exit_code(), 2);
    }
    assert!(Baseline::read(Path::new("absent.yaml")).is_err());
    fs::create_dir(sandbox.join("folder")).unwrap();
    assert!(Baseline::read(&sandbox.join("folder")).is_err());
}
