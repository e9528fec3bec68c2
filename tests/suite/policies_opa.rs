//! The built-in policies by a second engine: OPA says of every example, and of every example of the policies
//! themselves, exactly what the built-in engine says.

use std::fs;
use std::sync::Arc;

use mesh_cli::pack::Pack;
use mesh_cli::policy::{Set, Subject};
use serde_json::{Value as Json, json};

use crate::support::{examples, root};
use crate::tools::passes;

/// What the built-in engine says of a product: each finding of a policy as id, severity, file, place and message.
fn said(set: &Set, subject: &Subject) -> Json {
    let as_of = "2026-11-21".parse().unwrap();
    let ids: Vec<String> = set.policies(None).unwrap().iter().map(|policy| policy.id.clone()).collect();
    let evaluation = set.check(subject, as_of).unwrap();
    let mut found: Vec<Json> = evaluation
        .reports
        .iter()
        .flat_map(|report| &report.findings)
        .filter(|finding| ids.iter().any(|id| finding.rule.id == *id))
        .map(|finding| json!([finding.rule.id, format!("{:?}", finding.severity).to_lowercase(), finding.message]))
        .collect();
    found.sort_by_key(Json::to_string);
    json!({ "name": subject.id, "input": set.input(subject, as_of).unwrap(), "said": found })
}

#[test]
fn opa_says_what_the_built_in_engine_says() {
    let set = Set::load(Arc::new(Pack::builtin().unwrap()), None).unwrap();
    let mut cases: Vec<Json> = examples().iter().map(|product| said(&set, &Subject::read(product).unwrap())).collect();
    let folder = tempfile::tempdir().unwrap();
    for policy in set.policies(None).unwrap() {
        for text in [&policy.examples.pass, &policy.examples.fail] {
            if !text.starts_with("manifest:") {
                let subject = Subject::with_text(&folder.path().join("data-product.yaml"), text.clone());
                let mut case = said(&set, &subject);
                case["name"] = policy.id.clone().into();
                cases.push(case);
            }
        }
    }
    assert!(cases.len() > 80, "{} cases", cases.len());
    let path = folder.path().join("cases.json");
    fs::write(&path, serde_json::to_string(&cases).unwrap()).unwrap();
    let text = passes("policies_opa.py", "venv", &[&root().join("templates/policies"), &path]);
    eprintln!("{text}");
}
