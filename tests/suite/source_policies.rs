//! The policies that the source documents name: each fires on a bad manifest, at its line, and is quiet on the repaired
//! one, `tests/cases/source_policies/repaired.yaml`. A bad one is the repaired one with a piece of text replaced.

use std::fs;

use mesh_cli::diagnostics::Severity;
use mesh_cli::manifest::value::Date;
use mesh_cli::policy::{Sets, Subject};

use crate::sandbox::Sandbox;
use crate::support::root;

/// What a manifest of its own comes to: severity, line and words of each finding.
fn judged(sets: &Sets, sandbox: &Sandbox, text: &str) -> Vec<(Severity, String)> {
    let path = sandbox.join("contract.yaml");
    fs::write(&path, text).unwrap();
    let as_of: Date = "2026-11-21".parse().unwrap();
    let subject = Subject::read_file(&path).unwrap();
    let evaluation = sets.of(sandbox.path()).unwrap().check(&subject, as_of).unwrap();
    assert!(evaluation.results.len() > 50, "{} policies", evaluation.results.len());
    let folder = format!("{}/contract.yaml:", sandbox.path().display());
    let one = |report: &mesh_cli::diagnostics::Report| {
        let lines = report.lines().into_iter().map(|line| line.replace(&folder, ""));
        report.findings.iter().map(|finding| finding.severity).zip(lines).collect::<Vec<_>>()
    };
    evaluation.reports.iter().flat_map(one).collect()
}

#[test]
fn each_policy_of_the_source_documents_fires_at_its_line_and_is_quiet_once_the_manifest_is_repaired() {
    use Severity::{Error, Warning};
    let repaired = fs::read_to_string(root().join("tests/cases/source_policies/repaired.yaml")).unwrap();
    let (sandbox, sets) = (Sandbox::new(), Sets::new(None).unwrap());
    assert_eq!(judged(&sets, &sandbox, &repaired), [], "the repaired manifest");
    let fields = &repaired[repaired.find("    fields:\n").unwrap()..repaired.find("  slo:\n").unwrap()];
    let bad = [
        (Error, "SCHEMA-001", fields, "", "29:3: the schema lacks `fields`"),
        (
            Warning,
            "SCHEMA-002",
            "        description: Number of units, where the event changes any\n",
            "",
            "39:9: field `quantity` has no description",
        ),
        (
            Warning,
            "SCHEMA-002",
            "Number of units, where the event changes any",
            "\"\"",
            "39:9: field `quantity` has no",
        ),
        (
            Error,
            "PRIVACY-001",
            "        type: int\n        pii: false\n",
            "        type: int\n",
            "39:9: field `quantity` does not say whether it holds personal data",
        ),
        (
            Warning,
            "SLO-001",
            "      target: 99.5%\n    completeness",
            "      target: 95%\n    completeness",
            "52:15: the availability target 95% is below 99%",
        ),
        (
            Warning,
            "SLO-001",
            "    availability:\n      target: 99.5%\n",
            "",
            "48:3: no availability target is promised; at least 99% is expected",
        ),
        (Error, "SLO-002", "    freshness:\n      target: 1 hour\n", "", "48:3: no freshness target is promised"),
        (Error, "SEC-001", "    classification: internal\n", "", "58:3: the data is not classified"),
        (Error, "SEC-001", "internal\n", "secret\n", "59:21: `secret` is no classification"),
        (Error, "SEC-002", "    retention: 7 years\n", "", "58:3: it is not said for how long the data is kept"),
        (Error, "SEC-002", "7 years", "long", "60:16: the retention `long` is no span of time"),
    ];
    for (severity, id, from, to, words) in bad {
        assert_eq!(repaired.matches(from).count(), 1, "{from}");
        let found = judged(&sets, &sandbox, &repaired.replace(from, to));
        let of_it: Vec<_> = found.iter().filter(|(_, line)| line.ends_with(&format!("[{id}]"))).collect();
        assert_eq!(of_it.len(), 1, "{id}: {found:#?}");
        assert_eq!(of_it[0].0, severity, "{id}");
        assert!(of_it[0].1.starts_with(words), "{id}: {} instead of {words}", of_it[0].1);
    }
}
