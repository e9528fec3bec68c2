//! Policies: a case is a mesh below `tests/cases/policies/`, with policies and products of its own.
//!
//! `expected.txt` holds every finding of the case's policies and about them; `BLESS=1` rewrites it, and the review is the
//! git diff. Built-in policies have their own tests beside them, and are passed over here.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mesh_cli::diagnostics::Report;
use mesh_cli::fleet;
use mesh_cli::manifest::value::Date;
use mesh_cli::mesh::Mesh;
use mesh_cli::pack::Pack;
use mesh_cli::policy::{Evaluation, Set, Sets, Subject};

use crate::sandbox::Sandbox;
use crate::support::{blessing, root};

fn today() -> Date {
    "2026-11-21".parse().unwrap()
}

/// The findings of these reports in a line each, without those of built-in policies.
fn lines(reports: &[Report], folder: &Path) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    let mut all = Vec::new();
    for report in reports {
        for (finding, line) in report.findings.iter().zip(report.lines()) {
            let of_the_case = ["T-", "policy/", "yaml/"].iter().any(|id| finding.rule.id.starts_with(id));
            if of_the_case || line.contains("policies.yaml:") {
                all.push(format!("{:?} {}", finding.severity, line.replace(&prefix, "")));
            }
        }
    }
    all
}

/// What a mesh comes to: what is wrong with the policies, then each product.
fn outcome(folder: &Path) -> String {
    let sets = Sets::new(None).unwrap();
    let mut text = String::new();
    let mut judged = Vec::new();
    for member in fleet::find(folder).unwrap() {
        let subject = Subject::read(&member.root).unwrap();
        let evaluation = sets.of(&member.root).unwrap().check(&subject, today()).unwrap();
        judged.push((subject, evaluation));
    }
    for set in sets.loaded() {
        let domains = judged.iter().filter_map(|(subject, _)| subject.domain.as_deref());
        let domains: std::collections::BTreeSet<&str> = domains.collect();
        text.push_str("# the policies\n");
        for line in lines(&set.reports(domains).unwrap(), folder) {
            text.push_str(&format!("{line}\n"));
        }
    }
    for (subject, evaluation) in &judged {
        text.push_str(&format!("# {}\n", subject.id.replace(&format!("{}/", folder.display()), "")));
        for line in lines(&evaluation.reports, folder) {
            text.push_str(&format!("{line}\n"));
        }
    }
    text
}

#[test]
fn every_mesh_is_judged_as_expected() {
    let folder = Path::new("tests/cases/policies");
    assert!(root().join(folder).is_dir());
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let expected = case.join("expected.txt");
        let outcome = outcome(&case);
        if blessing() {
            fs::write(&expected, outcome).unwrap();
        } else {
            let text = fs::read_to_string(&expected).unwrap_or_default();
            assert_eq!(outcome, text, "{}", case.display());
        }
    }
}

const ENDLESS: &str = "# METADATA
# scope: package
# title: Endless
# description: Counts for ever.
# custom:
#   id: T-001
#   category: t
#   severity: error
#   rationale: none
#   remediation: none
#   examples: { pass: 'a: 1', fail: 'a: 1' }
package policies.t_001

import rego.v1

deny contains \"never\" if {
\tsome a in numbers.range(1, 100000)
\tsome b in numbers.range(1, 100000)
\ta * b < 0
}
";

fn evaluation(set: &Set, root: &Path) -> Evaluation {
    set.check(&Subject::read(root).unwrap(), today()).unwrap()
}

#[test]
fn a_policy_that_comes_to_no_end_is_a_finding_and_is_not_asked_twice() {
    let sandbox = Sandbox::new();
    sandbox.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\npolicies: { folders: [acme] }\n");
    sandbox.write("acme/t/t_001.rego", ENDLESS);
    sandbox.write("x/data-product.yaml", "metadata: { domain: a, name: x }\n");
    let mesh = Arc::new(Mesh::read(&sandbox.join("mesh.yaml")).unwrap());
    let limit = Some(Duration::from_millis(300));
    let set = Set::load_within(Arc::new(Pack::builtin().unwrap()), Some(mesh), limit).unwrap();
    let first = lines(&evaluation(&set, &sandbox.join("x")).reports, sandbox.path());
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].contains("T-001 came to no end"), "{first:?}");
    let begun = std::time::Instant::now();
    let second = lines(&evaluation(&set, &sandbox.join("x")).reports, sandbox.path());
    assert_eq!(first, second);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_new_policy_passes_its_own_tests_and_a_broken_one_is_named() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["policy", "new", "ACME-001"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = sandbox.run(&["policy", "test", "policies"]);
    assert_eq!((run.code, run.stdout.ends_with("5 passed, 0 failed\n")), (0, true), "{}{}", run.stdout, run.stderr);
    let file = sandbox.join("policies/acme/acme_001.rego");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("count(words) <", "count(words) >")).unwrap();
    let run = sandbox.run(&["policy", "test", "policies"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    for words in ["example pass: the policy finds in it", "example fail: the policy finds nothing", "it is undefined"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let run = sandbox.run(&["policy", "new", "ACME-001"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let run = sandbox.run(&["policy", "new", "acme"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

/// What a policy does not say that it reads is not there for a product, and so it is not there for its example.
#[test]
fn a_policy_that_does_not_say_what_it_reads_fails_its_own_example() {
    let sandbox = Sandbox::new();
    let examples = "{ pass: 'files: []', fail: 'manifest: {}\\nfiles: [a]' }";
    let policy = ENDLESS.split_once("deny").unwrap().0.replace("{ pass: 'a: 1', fail: 'a: 1' }", "EXAMPLES");
    let policy = policy.replace("EXAMPLES", &examples.replace('\'', "\""));
    let policy = format!("{policy}deny contains \"a file\" if count(input.files) > 0\n");
    for (text, code) in [(policy.clone(), 1), (policy.replace("#   rationale", "#   reads: [files]\n#   rationale"), 0)]
    {
        sandbox.write("policies/t/t_001.rego", text);
        let run = sandbox.run(&["policy", "test", "policies"]);
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        assert_eq!(run.stdout.contains("example fail: the policy finds nothing in it"), code == 1, "{}", run.stdout);
    }
}

#[test]
fn policies_are_listed_shown_and_fed() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "mesh.yaml",
        "apiVersion: datamesh.io/v1\nkind: Mesh\npolicies: { folders: [policies], parameters: { ACME-001: { min_words: 9 } } }\n",
    );
    sandbox.run(&["policy", "new", "ACME-001"]);
    let run = sandbox.run(&["policy", "list"]);
    assert!(run.stdout.contains("min_words = 9   (set)"), "{}{}", run.stdout, run.stderr);
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 80, "too wide for a terminal: {line}");
    }
    sandbox.write("policies/acme/broken.rego", "package policies.broken\n\ndeny contains {\n");
    let run = sandbox.run(&["policy", "list"]);
    assert_eq!((run.code, run.stdout.contains("ACME-001")), (1, true), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("policies/acme/broken.rego:"), "{}", run.stderr);
    fs::remove_file(sandbox.join("policies/acme/broken.rego")).unwrap();
    let run = sandbox.run(&["policy", "show", "acme-001", "--format", "markdown"]);
    assert!(run.stdout.starts_with("# ACME-001: Descriptions say something\n"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("a lower layer may set at least `9`"), "{}", run.stdout);
    let run = sandbox.run(&["policy", "show", "ACME-002"]);
    assert_eq!((run.code, run.stderr.contains("`ACME-001`")), (2, true), "{}", run.stderr);
    let run = sandbox.run(&["policy", "show", "ZEBRA"]);
    assert!(run.stderr.contains("help: `mesh-cli policy list` shows the ids"), "{}", run.stderr);
    sandbox.write("x/data-product.yaml", "metadata: { domain: a, name: x }\nspec: { description: Short }\n");
    let run = sandbox.run(&["policy", "input", "x", "--data"]);
    assert!(run.stdout.contains("\"min_words\": 9"), "{}{}", run.stdout, run.stderr);
    let run = sandbox.run(&["policy", "input", "x", "--as-of", "2026-01-31"]);
    assert!(run.stdout.contains("\"asOf\": \"2026-01-31\""), "{}{}", run.stdout, run.stderr);
    let run = sandbox.run(&["policy", "check", "x"]);
    assert_eq!(run.code, 1);
    for words in
        ["error[ACME-001]: the description has 1 words; at least 9", "x/data-product.yaml:2:22", "help: Say what"]
    {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}
