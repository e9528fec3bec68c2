//! What waivers let stand: a case is a folder below `tests/cases/waivers/`.
//!
//! `case.yaml` says what was judged, and what was found in which product. Beside it stand `mesh.yaml` and `waivers.yaml`
//! where the case has them, and a folder for each product, by its id. `expected.txt` holds what comes of it; `BLESS=1`
//! rewrites it, and the review is the git diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mesh_cli::diagnostics::{Finding, Report, Rule, Severity};
use mesh_cli::manifest::read;
use mesh_cli::manifest::value::Date;
use mesh_cli::mesh::Mesh;
use mesh_cli::policy::waiver::{Product, RULES, Standing, Terms, Waivers, json_schema};
use serde::Deserialize;

use crate::sandbox::Sandbox;
use crate::support::{blessing, root};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    as_of: Date,
    /// Rules that were judged by, that cannot be waived, and that other commands judge by.
    #[serde(default)]
    judged: Vec<String>,
    #[serde(default)]
    firm: Vec<String>,
    #[serde(default)]
    elsewhere: Vec<String>,
    #[serde(default = "yes")]
    all_known: bool,
    #[serde(default = "yes")]
    whole_mesh: bool,
    /// By product: `rule severity pointer`.
    products: BTreeMap<String, Vec<String>>,
}

fn yes() -> bool {
    true
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases/waivers");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// What a case comes to, a line for each finding.
fn outcome(folder: &Path) -> (String, usize) {
    let case: Case = serde_yaml::from_str(&fs::read_to_string(folder.join("case.yaml")).unwrap()).unwrap();
    let mesh_file = folder.join("mesh.yaml");
    let mesh = mesh_file.is_file().then(|| Mesh::read(&mesh_file).unwrap());
    let roots: Vec<(String, PathBuf)> = case.products.keys().map(|id| (id.clone(), folder.join(id))).collect();
    let products: Vec<Product<'_>> = roots.iter().map(|(id, root)| Product { id, root }).collect();
    let mut reports: Vec<Report> =
        case.products.iter().map(|(id, findings)| report(id, &folder.join(id), findings)).collect();
    let standing = |waivable, judged| move |id: &String| (id.clone(), Standing { waivable, judged });
    let rules = (case.judged.iter().map(standing(true, true)))
        .chain(case.firm.iter().map(standing(false, true)))
        .chain(case.elsewhere.iter().map(standing(true, false)))
        .collect();
    let ids: BTreeSet<String> = case.products.keys().cloned().collect();
    let terms = Terms {
        as_of: case.as_of,
        rules: &rules,
        all_known: case.all_known,
        products: &ids,
        whole_mesh: case.whole_mesh,
    };
    let settled = Waivers::load(mesh.as_ref(), &products).unwrap().settle(&mut reports, &terms);
    reports.extend(settled.reports);
    let here = format!("{}/", folder.display());
    let from_root = here.strip_prefix(&format!("{}/", root().display())).unwrap().to_owned();
    let lines = reports.iter().flat_map(lines).map(|line| line.replace(&here, "").replace(&from_root, "") + "\n");
    (lines.collect(), settled.lapsed.len())
}

fn report(product: &str, root: &Path, findings: &[String]) -> Report {
    let document = read::read(&root.join("data-product.yaml")).unwrap();
    let node = document.node.unwrap();
    let one = |line: &String| {
        let [rule, severity, pointer] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let rule = Rule { id: rule.to_owned().into(), ..Rule::new("", "", "") };
        let finding = Finding::at(rule, &node, pointer, "something is wrong").help("mend it");
        if severity == "warning" { finding.warning() } else { finding }
    };
    let findings = findings.iter().map(one).collect();
    let product = Some(product.to_owned());
    Report { product, root: Some(root.to_owned()), ..Report::new(Some(document.source), findings) }
}

fn lines(report: &Report) -> Vec<String> {
    let words = |(finding, line): (&Finding, String)| {
        let level = match (&finding.waived, finding.severity) {
            (Some(waived), _) => format!("waived by {} to {}", waived.id, waived.expires),
            (None, Severity::Error) => "error".to_owned(),
            (None, Severity::Warning) => "warning".to_owned(),
        };
        let help = finding.help.as_deref().filter(|help| *help != "mend it");
        let help = help.map_or(String::new(), |help| format!("\n    help: {help}"));
        format!("{level}: {line}{help}")
    };
    report.findings.iter().zip(report.lines()).map(words).collect()
}

#[test]
fn every_case_comes_to_what_is_expected() {
    let mut failures = Vec::new();
    for case in cases() {
        let (actual, _) = outcome(&case);
        let path = case.join("expected.txt");
        if blessing() {
            fs::write(&path, actual).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != actual {
            let diff = similar::TextDiff::from_lines(&expected, &actual);
            let name = case.file_name().unwrap().to_string_lossy();
            failures.push(format!("== {name}\n{}", diff.unified_diff().header("expected", "actual")));
        }
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1` rewrites what is expected", failures.join("\n"));
}

#[test]
fn every_rule_of_waivers_is_broken_by_a_case() {
    let lines: String = cases().iter().map(|case| fs::read_to_string(case.join("expected.txt")).unwrap()).collect();
    let unbroken: Vec<_> = RULES.iter().filter(|rule| !lines.contains(&format!("[{}]", rule.id))).collect();
    assert!(unbroken.is_empty(), "no case breaks {unbroken:?}");
}

/// What a waiver has let stand and lets stand no more is known to whoever would hide old findings.
#[test]
fn findings_of_expired_waivers_are_told() {
    let (_, lapsed) = outcome(&root().join("tests/cases/waivers/expired"));
    assert_eq!(lapsed, 2);
}

#[test]
fn the_schema_is_printed_and_fits() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["schema", "waivers"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(schema, json_schema());
    let validator = jsonschema::options().build(&schema).unwrap();
    let waiver = serde_json::json!({
        "id": "W-1", "policy": "SLO-001", "products": ["*"], "path": "spec", "reason": "r", "owner": "a@example.com",
        "approver": "b@example.com", "ticket": "T-1", "created": "2026-01-01", "expires": "2026-02-01",
    });
    let file = |waiver| serde_json::json!({ "apiVersion": "datamesh.io/v1", "kind": "Waivers", "waivers": [waiver] });
    assert!(validator.is_valid(&file(waiver.clone())));
    for key in ["id", "policy", "reason", "owner", "approver", "ticket", "created", "expires"] {
        let mut less = waiver.clone();
        less.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&file(less)), "{key} may be left out");
    }
}

/// What consumers are promised at the end of a version can be waived; what a version is for cannot.
#[test]
fn findings_of_a_changed_contract_are_waived_too() {
    let sandbox = Sandbox::new();
    let before = fs::read_to_string(root().join("examples/orders.order_events/data-product.yaml")).unwrap();
    let line = |indent: &str| before.lines().find(|line| line.starts_with(&format!("{indent}version: "))).unwrap();
    let after = before.replace(line("  "), "  version: 9.0.0").replace(line("    "), "    version: 9.0.0");
    let waiver = |id: &str, policy: &str| {
        format!(
            "  - {{ id: {id}, policy: {policy}, reason: Nobody reads it, owner: a@example.com, \
             approver: b@example.com, ticket: T-1, created: 2026-05-01, expires: 2026-05-31 }}\n"
        )
    };
    let file = |waivers: &str| format!("apiVersion: datamesh.io/v1\nkind: Waivers\nwaivers:\n{waivers}");
    sandbox.write("before.yaml", &before);
    sandbox.write("p/data-product.yaml", &after);
    let check = |day: &str| {
        let run =
            sandbox.run(&["schema", "check", "p", "--against", "before.yaml", "--as-of", day, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let rules = report["findings"].as_array().unwrap().iter().map(|finding| {
            let waived = if finding["waived"].is_null() { "" } else { " waived" };
            format!("{}{waived}", finding["rule"].as_str().unwrap())
        });
        (rules.collect::<Vec<_>>(), run.code)
    };
    assert_eq!(check("2026-05-01"), (vec!["evolution/not-served".to_owned()], 1));
    sandbox.write("p/waivers.yaml", file(&waiver("W-1", "evolution/not-served")));
    assert_eq!(check("2026-05-01"), (vec!["evolution/not-served waived".to_owned()], 0));
    assert_eq!(check("2026-06-01"), (vec!["evolution/not-served".to_owned()], 1));
    // The policies of the mesh are not known here, and are no mistake.
    let others = waiver("W-2", "SLO-001") + &waiver("W-3", "evolution/version-too-low");
    sandbox.write("p/waivers.yaml", file(&others));
    let expected = ["evolution/not-served", "waiver/not-waivable"].map(str::to_owned).to_vec();
    assert_eq!(check("2026-05-01"), (expected, 1));
}
