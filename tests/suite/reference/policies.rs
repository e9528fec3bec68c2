//! The built-in policies, each with what its metadata says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use mesh_cli::markdown::{code, sentence, table};
use mesh_cli::pack::Pack;
use mesh_cli::policy::{Policy, Set};

const INTRODUCTION: &str = "\
# Built-in policies

What `mesh-cli policy check` judges every product by, before an organisation, a domain or a product adds anything. Each
policy is a file of Rego in the built-in pack, below `policies/`, with its tests beside it; the same files run under `opa`
and `conftest`.

A parameter is set in `mesh.yaml`, below `policies.parameters`, by the id of the policy and the name of the parameter.
Domains and products may move it in one direction: a lower bound of time, a higher share, a longer list of what is refused, a
shorter list of what is allowed.

";

/// The page.
pub fn page(pack: Pack) -> String {
    let policies = Set::load(Arc::new(pack), None).unwrap().policies(None).unwrap();
    let mut categories: BTreeMap<&str, Vec<&Policy>> = BTreeMap::new();
    for policy in &policies {
        categories.entry(&policy.category).or_default().push(policy);
    }
    let mut page = INTRODUCTION.to_owned();
    for (category, policies) in categories {
        let _ = writeln!(page, "## {category}\n");
        page.extend(policies.into_iter().map(one));
    }
    page
}

fn one(policy: &Policy) -> String {
    let waivable = if policy.waivable { "" } else { ", cannot be waived" };
    let mut text = format!("### {}: {}\n\n", policy.id, policy.title);
    let _ = writeln!(text, "{:?}{waivable}; weight {}.\n", policy.declared, policy.weight);
    let _ = writeln!(text, "{}\n\nWhy: {}\n", policy.description.trim(), policy.rationale.trim());
    let _ = writeln!(text, "What to do: {}\n", policy.remediation.trim());
    if !policy.parameters.is_empty() {
        let rows = policy.parameters.iter().map(|(name, parameter)| {
            vec![code(name), code(&parameter.default.to_string()), sentence(&parameter.spec.description.to_string())]
        });
        text.push_str(&table(&["parameter", "default", "meaning"], &rows.collect::<Vec<_>>()));
        text.push('\n');
    }
    let _ = writeln!(text, "Passes:\n\n```yaml\n{}\n```\n", policy.examples.pass.trim_end());
    let _ = writeln!(text, "Fails:\n\n```yaml\n{}\n```\n", policy.examples.fail.trim_end());
    text
}
