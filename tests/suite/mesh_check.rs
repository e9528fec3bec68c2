//! `mesh check`: each fault of a mesh is found where it is planted, and nothing else.
//!
//! A case is a mesh. A line with a fault ends with `# fault: <rule>`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mesh_cli::diagnostics::Report;
use mesh_cli::manifest::node::Origin;
use mesh_cli::mesh::check::{RULES, check};
use mesh_cli::mesh::{Graph, Survey};

use crate::sandbox::Sandbox;
use crate::support::{root, tree};

const MARK: &str = "# fault: ";

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root().join("tests/cases/mesh"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("mesh.yaml").is_file())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn reports(mesh: &Path) -> Vec<Report> {
    let survey = Survey::of(mesh).unwrap();
    check(&survey, &Graph::of(&survey)).unwrap()
}

/// File, line and rule of every finding, each as often as it is found.
fn found(reports: &[Report]) -> Vec<String> {
    let mut found = Vec::new();
    for report in reports {
        let source = report.source.as_ref().unwrap();
        for finding in &report.findings {
            let Origin::File { start, .. } = finding.origin else { panic!("{} has no place", finding.message) };
            assert!(finding.help.is_some() || finding.rule.id.starts_with("yaml/"), "{}", finding.message);
            let path = std::path::absolute(&source.path).unwrap();
            found.push(format!("{}:{} {}", path.display(), source.position(start).0, finding.rule.id));
        }
    }
    found.sort();
    found
}

fn planted(mesh: &Path) -> Vec<String> {
    let mut planted = Vec::new();
    for (path, text) in tree(mesh) {
        let text = String::from_utf8(text).unwrap();
        for (number, line) in text.lines().enumerate() {
            if let Some((_, rule)) = line.split_once(MARK) {
                planted.push(format!("{}:{} {rule}", mesh.join(&path).display(), number + 1));
            }
        }
    }
    planted.sort();
    planted
}

#[test]
fn each_fault_is_found_where_it_is_planted_and_nothing_else() {
    let mut seen = BTreeSet::new();
    for mesh in cases() {
        let planted = planted(&mesh);
        assert_eq!(found(&reports(&mesh)), planted, "{}", mesh.display());
        seen.extend(planted.iter().map(|one| one.rsplit(' ').next().unwrap().to_owned()));
    }
    for rule in RULES {
        assert!(seen.contains(&*rule.rule.id), "no mesh breaks {}", rule.rule.id);
    }
}

#[test]
fn a_mesh_with_faults_fails_and_names_them_in_every_format() {
    let mesh = root().join("tests/cases/mesh/every_fault");
    let sandbox = Sandbox::new();
    let path = mesh.display().to_string();
    let run = sandbox.run(&[
        "mesh",
        "check",
        &path,
        "--format",
        "sarif",
        "--output",
        "junit=x.xml",
        "--output",
        "json=x.json",
    ]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let sarif: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len();
    assert!(rules >= RULES.len(), "{rules}");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), planted(&mesh).len());
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(sandbox.join("x.json")).unwrap()).unwrap();
    assert_eq!(json["formatVersion"], 1);
    assert!(std::fs::read_to_string(sandbox.join("x.xml")).unwrap().contains("mesh/circle"));
}

#[test]
fn a_waiver_lets_a_finding_stand_and_a_firm_rule_has_none() {
    let sandbox = Sandbox::new();
    for (path, text) in tree(&root().join("tests/cases/mesh/unreadable")) {
        if !path.contains("unreadable") {
            sandbox.write(&path, text);
        }
    }
    let waiver = |id: &str, rule: &str| {
        format!(
            "  - {{ id: {id}, policy: {rule}, products: [b.*], reason: r, owner: a@example.com, approver: b@example.com, ticket: T-1, created: 2026-01-01, expires: 2026-03-01 }}\n"
        )
    };
    let waivers = |text: String| {
        sandbox.write("waivers.yaml", format!("apiVersion: datamesh.io/v1\nkind: Waivers\nwaivers:\n{text}"))
    };
    waivers(waiver("W-1", "mesh/no-on-call"));
    let run = sandbox.run(&["mesh", "check", "--as-of", "2026-02-01"]);
    assert!(run.stderr.contains("1 waived"), "{}", run.stderr);
    waivers(waiver("W-2", "mesh/unknown-product"));
    let run = sandbox.run(&["mesh", "check", "--as-of", "2026-02-01"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`mesh/unknown-product` cannot be waived"), "{}", run.stderr);
}

#[test]
fn no_products_are_wrong_use() {
    let run = Sandbox::new().run(&["mesh", "check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("there is no product below"), "{}", run.stderr);
}

#[test]
fn products_of_other_repositories_belong_to_the_mesh() {
    let sandbox = Sandbox::new();
    let shop = root().join("tests/cases/mesh/shop/domains");
    for (domain, folder) in [("orders", "mesh/domains/orders"), ("marketing", "there"), ("support", "git/products")] {
        for (path, text) in tree(&shop.join(domain)) {
            sandbox.write(&format!("{folder}/{path}"), text);
        }
    }
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "x"], &["tag", "v1"]] {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let git =
            std::process::Command::new("git").current_dir(sandbox.join("git")).args(identity).args(arguments).status();
        assert!(git.unwrap().success());
    }
    let mesh = std::fs::read_to_string(root().join("tests/cases/mesh/shop/mesh.yaml")).unwrap();
    sandbox.write("mesh/mesh.yaml", format!("{mesh}repositories: [../there, 'git::../git//products?ref=v1']\n"));
    // A mesh of its own, which says where its products are.
    sandbox.write("there/mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\nproducts: ['*']\n");
    let run = |arguments: &[&str]| -> crate::sandbox::Run {
        let mut command = sandbox.command(arguments);
        command.env("MESH_CLI_CACHE", sandbox.join("cache")).current_dir(sandbox.join("mesh")).output().unwrap().into()
    };
    for _ in 0..2 {
        let check = run(&["mesh", "check"]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        assert!(check.stderr.contains("checked 5 products"), "{}", check.stderr);
    }
    let list = run(&["mesh", "list", "--format", "json"]).stdout;
    assert!(list.contains("git::../git//products?ref=v1/open_orders"), "{list}");
    let above = run(&["generate", "--all", "../there", "--dry-run"]);
    assert!(!above.stderr.contains("there is no product"), "{}", above.stderr);
    sandbox.write("empty/README.md", "Nothing yet.\n");
    sandbox.write("mesh/mesh.yaml", format!("{mesh}repositories: [../empty]\n"));
    assert!(
        run(&["mesh", "check"]).stderr.contains("the repository `../empty` holds no product"),
        "{}",
        run(&["mesh", "check"]).stderr
    );
    sandbox.write("mesh/mesh.yaml", format!("{mesh}repositories: [builtin, ../nowhere]\n"));
    assert!(run(&["mesh", "check"]).stderr.contains("what is built in holds no products"));
}
