//! The table of changes (`tests/cases/evolution/manifest/`), through the history of a repository.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::repository::Repository;
use crate::evolution::{Case, table};

/// What `schema check` says of a product, in the words of `expected.txt`.
fn said(product: &Json) -> String {
    let version = &product["versions"][0];
    let mut said = match (version["needed"].as_str(), version["enough"].as_bool().unwrap()) {
        (None, _) => "nothing changed\n".to_owned(),
        (Some(class), enough) => {
            let step = &version["product"];
            let (smallest, declared) = (step["smallest"].as_str().unwrap(), step["declared"].as_str().unwrap());
            format!("needs {class}: {smallest} ({declared} {})\n", if enough { "will do" } else { "is too low" })
        }
    };
    for change in version["changes"].as_array().unwrap() {
        let text = |key: &str| change[key].as_str().unwrap();
        let flag = match (change["error"] == true, change["warning"] == true) {
            (true, _) => " error",
            (_, true) => " warning",
            _ => "",
        };
        let since = change["since"].as_str().map(|version| format!(" since {version}")).unwrap_or_default();
        let (class, path, what) = (text("class"), text("path"), text("what"));
        let _ = writeln!(said, "{class}{flag}{since} {path}: {what} [{}] at {}", text("rule"), text("pointer"));
    }
    said
}

/// The state of a case as a file: what the test of the table gives to the comparison, the contract says itself.
fn written(case: &Case, state: &Json) -> String {
    let mut state = state.clone();
    if let Some(mode) = &case.mode {
        state["spec"]["schema"]["evolution"] = mode.clone();
    }
    // JSON is YAML.
    serde_json::to_string_pretty(&state).unwrap()
}

#[test]
fn every_change_has_the_same_verdict_from_real_commits() {
    let cases = table();
    let repository = Repository::new();
    let place = |case: &Case| format!("products/{}/data-product.yaml", case.name);
    // A case per folder: a commit for each earlier state, one for the last, and the change on a branch.
    let rounds = cases.iter().map(|case| case.earlier.len()).max().unwrap();
    for round in 0..=rounds {
        for case in &cases {
            let first = rounds - case.earlier.len();
            let states: Vec<&Json> = case.earlier.iter().chain([&case.before]).collect();
            if round >= first {
                repository.write(&place(case), &written(case, states[round - first]));
            }
        }
        repository.commit("round", &round.to_string());
    }
    repository.git(&["switch", "--quiet", "--create", "change"]);
    for case in &cases {
        repository.write(&place(case), &written(case, &case.after));
    }
    repository.commit("round", "change");
    let run = repository.run(&["schema", "check", "products", "--all", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    let mut failures = String::new();
    for case in &cases {
        let of_case = |one: &&Json| one["manifest"] == place(case);
        let Some(product) = report["products"].as_array().unwrap().iter().find(of_case) else {
            panic!("{} is not in the report: {report:#}", case.name)
        };
        let said = said(product);
        if said != case.expected {
            let _ = writeln!(failures, "== {}\nexpected:\n{}from history:\n{said}", case.name, case.expected);
        }
        // And what is said is what blocks the change.
        let of_version = |finding: &Json| {
            let (rule, file) = (&finding["rule"], &finding["location"]["file"]);
            rule == "evolution/version-too-low" && *file == place(case) && finding["severity"] == "error"
        };
        let is_blocked = report["findings"].as_array().unwrap().iter().any(of_version);
        let goes_back = product["versions"][0]["product"]["enough"] == false;
        assert_eq!(is_blocked, goes_back || case.expected.contains("is too low"), "{}", case.name);
    }
    assert!(failures.is_empty(), "{failures}");
}
