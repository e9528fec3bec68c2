//! Manifests that are refused, and manifests that are not: a case is a folder below `tests/cases/manifest/`.
//!
//! `invalid/<case>/` holds `data-product.yaml` and `expected.txt`, all that `mesh-cli validate` says about it on
//! standard error, and `exit-code.txt` where that is not 1. `valid/<case>/` holds a manifest alone. `BLESS=1`
//! rewrites what is expected; the review is the git diff. Where a case has a folder `pack/`, it is laid over the
//! built-in pack.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{blessing, mesh_cli, root};

const MANIFEST: &str = "data-product.yaml";
const EXPECTED: &str = "expected.txt";
const EXIT_CODE: &str = "exit-code.txt";
const PACK: &str = "pack";

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases/manifest").join(kind);
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}

/// What `validate` says of a file, which is named without its folder.
fn validate(folder: &Path, arguments: &[&str]) -> Output {
    mesh_cli().current_dir(folder).arg("validate").arg(MANIFEST).args(arguments).args(pack(folder)).output().unwrap()
}

/// The flag for the pack of a case, where it has one.
fn pack(case: &Path) -> Vec<PathBuf> {
    let folder = case.join(PACK);
    if folder.is_dir() { vec!["--pack".into(), folder] } else { Vec::new() }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// The files of a case that no test looks at.
fn strangers(case: &Path, known: &[&str]) -> Vec<String> {
    let names = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| !known.contains(&name.as_str())).map(|name| format!("{name}: no test reads it")).collect()
}

/// Compares a file with what it should hold, or rewrites it.
fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if blessing() {
        fs::write(path, actual).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(path).map_err(|_| format!("{} is missing", path.display()))?;
    if expected == actual {
        return Ok(());
    }
    Err(similar::TextDiff::from_lines(&*expected, actual).unified_diff().header("expected", "actual").to_string())
}

#[test]
fn what_is_wrong_is_said_and_nothing_else() {
    let mut failures = Vec::new();
    for case in cases("invalid") {
        let output = validate(&case, &[]);
        let mut problems = strangers(&case, &[MANIFEST, EXPECTED, EXIT_CODE, PACK]);
        let (screen, code) = (text(&output.stderr), output.status.code());
        if !output.stdout.is_empty() {
            problems.push("standard output is for data".to_owned());
        }
        if screen.contains("panicked") || code.is_none_or(|code| code > 3) {
            problems.push(format!("crashed ({code:?}):\n{screen}"));
        } else {
            problems.extend(compare(&case.join(EXPECTED), &screen).err());
        }
        let code_file = case.join(EXIT_CODE);
        if code == Some(1) && !code_file.exists() {
            // The usual code needs no file.
        } else if code == Some(1) {
            problems.push(format!("{EXIT_CODE} says what holds without it: remove it"));
        } else {
            problems.extend(compare(&code_file, &format!("{}\n", code.unwrap_or(-1))).err());
        }
        failures.extend(problems.into_iter().map(|problem| format!("== {}\n{problem}", name(&case))));
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

#[test]
fn every_rule_is_broken_by_a_case() {
    let screens: String =
        cases("invalid").iter().map(|case| fs::read_to_string(case.join(EXPECTED)).unwrap()).collect();
    let shown: BTreeSet<&str> =
        screens.lines().filter_map(|line| line.split_once('[')?.1.split_once("]: ")).map(|(rule, _)| rule).collect();
    let rules: BTreeSet<&str> = mesh_cli::manifest::check::RULES.iter().map(|rule| rule.id.as_ref()).collect();
    // A file that is closed or far too large is no case to keep: `mesh_impact` makes one.
    let without_case: Vec<_> = rules.difference(&shown).filter(|rule| **rule != "yaml/unreadable").collect();
    assert!(without_case.is_empty(), "no case breaks {without_case:?}");
    let unlisted: Vec<_> = shown.difference(&rules).collect();
    assert!(unlisted.is_empty(), "`RULES` does not list {unlisted:?}");
}

#[test]
fn rules_have_an_id_of_their_own_and_say_why() {
    let rules = mesh_cli::manifest::check::RULES;
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_ref()).collect();
    assert_eq!(ids.len(), rules.len(), "two rules have one id");
    for rule in rules {
        assert!(rule.id.split('/').count() == 2 && !rule.summary.ends_with('.') && !rule.why.is_empty(), "{}", rule.id);
    }
}

/// Every finding has a place in the file, a reason, and advice.
#[test]
fn findings_for_programs_are_those_for_people() {
    for case in cases("invalid") {
        let human = text(&validate(&case, &[]).stderr);
        let output = validate(&case, &["--format", "json"]);
        let case = name(&case);
        assert!(output.stderr.is_empty(), "{case}");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["formatVersion"], 1, "{case}");
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), human.matches("= note: ").count() - human.matches("= note: at ").count(), "{case}");
        for finding in findings {
            let (rule, message) = (finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap());
            assert!(human.contains(&format!("[{rule}]: {message}")), "{case}: {finding}");
            assert!(finding["help"].as_str().is_some_and(|help| !help.is_empty()), "{case}: no advice: {finding}");
            if let Some(line) = finding["location"]["line"].as_u64() {
                let place = format!("{MANIFEST}:{line}:{}", finding["location"]["column"]);
                assert!(human.contains(&place), "{case}: {place}");
            }
        }
    }
}

#[test]
fn what_is_right_is_not_complained_about() {
    for case in cases("valid") {
        let problems = strangers(&case, &[MANIFEST, PACK]);
        assert!(problems.is_empty(), "{}: {problems:?}", name(&case));
        let output = validate(&case, &[]);
        let said = text(&output.stderr);
        assert_eq!(said, format!("{MANIFEST}: nothing to complain about\n"), "{}", name(&case));
        assert_eq!(output.status.code(), Some(0), "{}", name(&case));
    }
}

#[test]
fn what_is_right_can_be_rendered() {
    for case in cases("valid") {
        for port in ["duckdb", "aws", "bigquery"] {
            let location = if port == "bigquery" {
                "spec.outputPorts[0].location.project=example-prod"
            } else {
                "spec.ci.provider=github"
            };
            let folder = tempfile::tempdir().unwrap();
            mesh_cli()
                .current_dir(folder.path())
                .args(["create-product", "--dry-run", "--port", port, "--set", location, "--from"])
                .arg(case.join(MANIFEST))
                .args(pack(&case))
                .assert()
                .success();
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{} on {port}", name(&case));
        }
    }
}

/// A file from Windows: the same manifest, and the same places in it.
#[test]
fn carriage_returns_change_nothing() {
    let with_returns = |manifest: &Path| {
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(manifest).unwrap().replace('\n', "\r\n");
        fs::write(folder.path().join(MANIFEST), text).unwrap();
        folder
    };
    let without_pack = |case: &PathBuf| !case.join(PACK).exists();
    for case in cases("valid").into_iter().filter(without_pack) {
        let folder = with_returns(&case.join(MANIFEST));
        assert_eq!(validate(folder.path(), &[]).status.code(), Some(0), "{}", name(&case));
        let render = |manifest: &Path| {
            let arguments = ["create-product", "--dry-run", "--diff", "--from"];
            text(&mesh_cli().args(arguments).arg(manifest).output().unwrap().stdout)
        };
        assert_eq!(render(&folder.path().join(MANIFEST)), render(&case.join(MANIFEST)), "{}", name(&case));
    }
    for case in ["several_at_once", "unknown_keys", "yaml_duplicate_key", "yaml_tab_indent", "slo_order"] {
        let case = root().join("tests/cases/manifest/invalid").join(case);
        let folder = with_returns(&case.join(MANIFEST));
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap();
        assert_eq!(text(&validate(folder.path(), &[]).stderr), expected, "{}", name(&case));
    }
}

#[test]
fn a_file_of_a_hundred_megabytes_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = fs::File::create(folder.path().join(MANIFEST)).unwrap();
    file.seek(SeekFrom::Start(100 * 1024 * 1024)).unwrap();
    file.write_all(b"\n").unwrap();
    let output = validate(folder.path(), &[]);
    assert_eq!(text(&output.stderr), "error: data-product.yaml has 104857601 bytes; a manifest has at most 4194304\n");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_file_without_an_end_is_not_read_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join(MANIFEST)).unwrap();
    let output = validate(folder.path(), &[]);
    assert!(text(&output.stderr).contains("a manifest has at most 4194304"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn no_manifest_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = mesh_cli().current_dir(folder.path()).arg("validate").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    assert_eq!(
        said(&[]),
        "error: there is no data-product.yaml in .\n\
         help: name the manifest or the folder of a product, or make one with `mesh-cli create-product`\n"
    );
    assert_eq!(said(&["absent.yaml"]), "error: cannot read absent.yaml: No such file or directory (os error 2)\n");
    fs::create_dir(folder.path().join(MANIFEST)).unwrap();
    assert!(said(&[]).contains("there is no data-product.yaml in ."));
    assert!(said(&[MANIFEST]).contains("there is no data-product.yaml in data-product.yaml"));
}

/// A name that a terminal would obey is shown harmlessly.
#[test]
fn escape_sequences_of_a_manifest_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "metadata: { domain: \"\\e[2J\\a\", \"ke\\ey\": 1 }\nspec: { ci: { provider: \"\\u202Ex\" } }\n";
    fs::write(folder.path().join(MANIFEST), hostile).unwrap();
    let screen = text(&validate(folder.path(), &[]).stderr);
    assert!(screen.contains("\\u{1b}[2J"), "{screen}");
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202E}'), "{screen}");
}
