//! `policy check` beyond what policies find: waivers, the score, and what was known before.

use serde_json::Value as Json;

use crate::sandbox::Sandbox;
use crate::support::root;

const POLICY: &str = r#"# METADATA
# scope: package
# title: No ids
# description: No field is called an id.
# custom:
#   id: NAME-901
#   category: naming
#   severity: error
#   rationale: they identify
#   remediation: Call it otherwise
#   examples:
#     pass: |
#       spec: { schema: { fields: [{ name: a }] } }
#     fail: |
#       spec: { schema: { fields: [{ name: a_id }] } }
package policies.name_901

import rego.v1

subjects contains ["spec", "schema", "fields", i] if some i, _ in input.manifest.spec.schema.fields

deny contains result if {
	some i, field in input.manifest.spec.schema.fields
	endswith(field.name, "_id")
	result := {"msg": "it is an id", "path": ["spec", "schema", "fields", i]}
}
"#;

/// A mesh of one product whose policy is broken by three of nine fields.
fn mesh() -> Sandbox {
    let sandbox = Sandbox::new();
    let manifest = std::fs::read_to_string(root().join("examples/orders.order_events/data-product.yaml")).unwrap();
    sandbox.write("orders/data-product.yaml", manifest);
    sandbox.write("rules/naming/name_901.rego", POLICY);
    sandbox.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\npolicies: { folders: [rules] }\n");
    sandbox
}

/// What is found by the policy of this test: the fields, and those of them that are waived.
fn check(sandbox: &Sandbox, arguments: &[&str]) -> (Vec<String>, Json, i32) {
    let arguments = [&["policy", "check", "--all", "--format", "json", "--as-of", "2026-05-10"], arguments].concat();
    let run = sandbox.run(&arguments);
    let report: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let ours = |finding: &&Json| {
        let rule = finding["rule"].as_str().unwrap();
        rule == "NAME-901" || rule.starts_with("waiver/") || rule.starts_with("baseline/")
    };
    let told = report["findings"].as_array().unwrap().iter().filter(ours).map(|finding| {
        let waived = if finding["waived"].is_null() { "" } else { " waived" };
        format!("{} {}{waived}", finding["rule"].as_str().unwrap(), finding["location"]["line"])
    });
    (told.collect(), report, run.code)
}

fn naming(report: &Json) -> &Json {
    let categories = report["score"]["categories"].as_array().unwrap();
    categories.iter().find(|one| one["category"] == "naming").unwrap()
}

#[test]
fn what_is_waived_is_shown_and_counts_in_the_score() {
    let sandbox = mesh();
    let (found, before, code) = check(&sandbox, &[]);
    assert_eq!((found.len(), code), (3, 1), "{found:?}");
    let waiver = |id: &str, policy: &str| {
        format!(
            "  - {{ id: {id}, policy: {policy}, products: ['orders.*'], reason: old, owner: a@example.com, \
             approver: b@example.com, ticket: T-1, created: 2026-05-01, expires: 2026-08-31 }}\n"
        )
    };
    let file = |waivers: &str| format!("apiVersion: datamesh.io/v1\nkind: Waivers\nwaivers:\n{waivers}");
    sandbox.write("waivers.yaml", file(&waiver("W-1", "NAME-901")));
    let (found, report, _) = check(&sandbox, &[]);
    assert!(found.len() == 3 && found.iter().all(|line| line.ends_with(" waived")), "{found:?}");
    assert_eq!(naming(&report)["points"], naming(&before)["points"]);
    assert_eq!(naming(&report)["waived"], 3);
    // All policies are known here.
    sandbox.write("waivers.yaml", file(&waiver("W-1", "NAME-90")));
    let (found, ..) = check(&sandbox, &[]);
    assert!(found.contains(&"waiver/unknown-policy 4".to_owned()), "{found:?}");
}

#[test]
fn a_baseline_hides_what_it_holds_and_only_gets_shorter() {
    let sandbox = mesh();
    let (found, ..) = check(&sandbox, &["--write-baseline", "known.yaml"]);
    assert_eq!(found, Vec::<String>::new());
    let manifest = std::fs::read_to_string(sandbox.join("orders/data-product.yaml")).unwrap();
    sandbox.write("orders/data-product.yaml", manifest.replace("- name: channel\n", "- name: channel_id\n"));
    let both = ["--baseline", "known.yaml", "--write-baseline", "known.yaml"];
    for _ in 0..2 {
        assert_eq!(check(&sandbox, &both).0.len(), 1, "what is new is found again and again");
    }
    let text = std::fs::read_to_string(sandbox.join("known.yaml")).unwrap();
    assert_eq!(text.matches("NAME-901").count(), 3);
    sandbox.write("orders/data-product.yaml", manifest.replace("- name: order_id\n", "- name: order\n"));
    let (found, ..) = check(&sandbox, &["--baseline", "known.yaml"]);
    assert!(found.len() == 1 && found[0].starts_with("baseline/mended "), "{found:?}");
}

#[test]
fn only_what_is_new_since_the_merge_base_counts() {
    let sandbox = mesh();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"];
        assert!(command.current_dir(sandbox.path()).args(who).args(arguments).output().unwrap().status.success());
    };
    let run = sandbox.run(&["policy", "check", "--all", "--new-only"]);
    assert!(run.code == 2 && run.stderr.contains("in no git repository"), "{}", run.stderr);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    git(&["checkout", "-qb", "feature"]);
    let manifest = std::fs::read_to_string(sandbox.join("orders/data-product.yaml")).unwrap();
    let changed = format!("# moved\n{}", manifest.replace("- name: channel\n", "- name: channel_id\n"));
    sandbox.write("orders/data-product.yaml", changed);
    let (found, report, _) = check(&sandbox, &["--new-only"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(report["known"][0]["source"].as_str().unwrap().ends_with("the merge base with main"), "{report}");
}

#[test]
fn a_score_can_be_asked_for() {
    let sandbox = mesh();
    let (_, report, code) = check(&sandbox, &["--write-baseline", "known.yaml", "--min-score", "100"]);
    assert_eq!((report["score"]["below"][0].as_str(), code), (Some("orders.order_events"), 1));
    let run = sandbox.run(&["policy", "check", "orders", "--min-score", "101"]);
    assert!(run.code == 2 && run.stderr.contains("a number from 0 to 100"), "{}", run.stderr);
}

/// A waiver for a policy of a domain is no mistake where another domain's product is judged.
#[test]
fn policies_of_other_domains_are_known_to_waivers() {
    let sandbox = mesh();
    sandbox.write("customer/data-product.yaml", "metadata: { domain: customer, name: x }\n");
    sandbox.write(
        "mesh.yaml",
        "apiVersion: datamesh.io/v1\nkind: Mesh\ndomains: { orders: { policies: { folders: [rules] } } }\n",
    );
    let waiver = "{ id: W-1, policy: NAME-901, products: ['orders.*'], reason: old, owner: a@example.com, \
                  approver: b@example.com, ticket: T-1, created: 2026-05-01, expires: 2026-08-31 }";
    sandbox.write("waivers.yaml", format!("apiVersion: datamesh.io/v1\nkind: Waivers\nwaivers:\n  - {waiver}\n"));
    let run = sandbox.run(&["policy", "check", "customer", "--as-of", "2026-05-10"]);
    assert!(!run.stderr.contains("waiver/"), "{}", run.stderr);
    sandbox.write(
        "waivers.yaml",
        format!("apiVersion: datamesh.io/v1\nkind: Waivers\nwaivers:\n  - {waiver}\n").replace("901", "902"),
    );
    let run = sandbox.run(&["policy", "check", "customer", "--as-of", "2026-05-10"]);
    assert!(run.stderr.contains("waiver/unknown-policy"), "{}", run.stderr);
}

/// Whoever reads a report can tell which policies judged.
#[test]
fn reports_pin_the_policies() {
    let sandbox = mesh();
    let (_, report, _) = check(&sandbox, &[]);
    let pinned = report["policies"].as_array().unwrap();
    let names: Vec<&str> = pinned.iter().map(|bundle| bundle["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["standard", "rules"]);
    assert_eq!((pinned[0]["layer"].as_str(), &pinned[1]["version"]), (Some("organisation"), &Json::Null));
    assert!(pinned[0]["version"].is_string());
    assert_eq!(check(&sandbox, &[]).1["policies"], report["policies"]);
    sandbox.write("rules/naming/name_901.rego", POLICY.replace("it is an id", "it is an identifier"));
    let (_, other, _) = check(&sandbox, &[]);
    assert_eq!(other["policies"][0], pinned[0]);
    assert_ne!(other["policies"][1]["digest"], pinned[1]["digest"]);
    let run = sandbox.run(&["policy", "check", "--all", "--format", "sarif"]);
    let sarif: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["policies"], other["policies"]);
}
