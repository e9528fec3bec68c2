//! `mesh-cli pack lint`: a case is a folder below `tests/cases/packs/` that is named for the rule it breaks.
//!
//! It holds `pack/`, and `expected.txt`, all that is said about it. `BLESS=1` rewrites what is expected; the review is
//! the git diff.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use mesh_cli::pack::lint::RULES;
use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::{blessing, mesh_cli, root};

const EXPECTED: &str = "expected.txt";

fn cases() -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(root().join("tests/cases/packs")).unwrap().map(|entry| entry.unwrap());
    let mut cases: Vec<_> =
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect();
    cases.sort();
    cases
}

fn lint(case: &PathBuf, arguments: &[&str]) -> Run {
    mesh_cli().current_dir(case).args(["pack", "lint", "pack"]).args(arguments).output().unwrap().into()
}

#[test]
fn what_is_wrong_is_said_and_nothing_else() {
    let mut failures = Vec::new();
    for (name, case) in cases() {
        let run = lint(&case, &[]);
        let expected = case.join(EXPECTED);
        assert!(run.stdout.is_empty() && (0..2).contains(&run.code), "{name}: {run:?}");
        assert_eq!(run.code == 1, run.stderr.contains("error["), "{name}: {}", run.stderr);
        if blessing() {
            fs::write(expected, run.stderr).unwrap();
            continue;
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        if expected != run.stderr {
            let diff = similar::TextDiff::from_lines(&expected, &run.stderr);
            failures.push(format!("== {name}\n{}", diff.unified_diff().header("expected", "actual")));
        }
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

/// A case breaks the rule that it is named for, and others only where that cannot be helped.
#[test]
fn every_rule_is_broken_by_the_case_of_its_name() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.replace("pack/", "")).collect();
    let names: BTreeSet<String> = cases().into_iter().map(|(name, _)| name).collect();
    assert_eq!(rules, names);
    if blessing() {
        return;
    }
    for (name, case) in cases() {
        let said = fs::read_to_string(case.join(EXPECTED)).unwrap();
        assert!(said.contains(&format!("[pack/{name}]: ")), "{name}: {said}");
    }
}

#[test]
fn findings_for_programs_are_those_for_people() {
    // While these are rewritten there is nothing to hold against.
    for (name, case) in cases().into_iter().filter(|_| !blessing()) {
        let people = fs::read_to_string(case.join(EXPECTED)).unwrap();
        let report: Json = serde_json::from_str(&lint(&case, &["--format", "json"]).stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(report["errors"].as_u64().unwrap() + report["warnings"].as_u64().unwrap(), findings.len() as u64);
        for finding in findings {
            let (rule, message) = (finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap());
            assert!(people.contains(&format!("[{rule}]: {message}")), "{name}: {finding}\n{people}");
            assert!(finding["help"].as_str().is_some_and(|help| !help.is_empty()), "{name}: no advice: {finding}");
            let place = &finding["location"];
            assert!(place["file"].as_str().is_some_and(|file| file.starts_with("pack/")), "{name}: {finding}");
            if let Some(line) = place["line"].as_u64() {
                let place = format!("{}:{line}:{}", place["file"].as_str().unwrap(), place["column"]);
                assert!(people.contains(&place), "{name}: {place}\n{people}");
            }
        }
    }
}

#[test]
fn the_built_in_pack_is_clean() {
    let run: Run =
        mesh_cli().current_dir(root()).args(["pack", "lint", "templates", "--strict"]).output().unwrap().into();
    assert_eq!((run.code, run.stderr.as_str()), (0, "templates: nothing to complain about\n"));
}

#[test]
fn a_new_pack_is_clean_and_so_are_ejected_files() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["pack", "new", "acme"]).code, 0);
    let clean = |sandbox: &Sandbox| {
        let run = sandbox.run(&["pack", "lint", "acme", "--strict"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, "acme: nothing to complain about\n"));
    };
    clean(&sandbox);
    let paths = ["product/Makefile.tera", "product/dbt/models/products/product.yml.tera", "ports/aws/port.yaml"];
    assert_eq!(sandbox.run(&[&["pack", "eject", "--pack", "acme"][..], &paths].concat()).code, 0);
    clean(&sandbox);
}

#[test]
fn links_and_pipes_are_found_and_the_rest_is_looked_at_all_the_same() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["pack", "new", "acme"]).code, 0);
    symlink("/etc/passwd", sandbox.join("acme/product/users")).unwrap();
    sandbox.write("acme/product/a.txt.tera", "<{ zebra }>");
    let run = sandbox.run(&["pack", "lint", "acme"]);
    assert_eq!(run.code, 1);
    for words in ["[pack/file]: a pack holds no symbolic links\n--> acme/product/users", "acme/product/a.txt.tera:1:4"]
    {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn warnings_count_when_they_are_asked_to() {
    let case = root().join("tests/cases/packs/readme");
    assert_eq!((lint(&case, &[]).code, lint(&case, &["--strict"]).code), (0, 1));
}

#[test]
fn a_folder_that_is_no_pack_is_wrong_use() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["pack", "lint"]);
    assert!(run.code == 2 && run.stderr.contains("there is no pack.yaml in ."), "{run:?}");
}
