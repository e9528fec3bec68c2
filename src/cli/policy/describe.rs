//! A policy in words and as data.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use crate::mesh::PolicySeverity;
use crate::policy::{Layer, Parameter, Policy};

/// How bad it is to break a policy, in a word.
pub(super) fn severity(policy: &Policy) -> &'static str {
    match policy.severity {
        PolicySeverity::Off => "off",
        PolicySeverity::Warning => "warning",
        PolicySeverity::Error => "error",
    }
}

/// Who a policy comes from.
pub(super) fn layer(layer: &Layer) -> String {
    match layer {
        Layer::Organisation(owner) => format!("organisation: {owner}"),
        Layer::Domain(name) => format!("domain: {name}"),
        Layer::Product(id) => format!("product: {id}"),
    }
}

/// What a list says of a policy.
pub(super) fn summary(policy: &Policy) -> Json {
    let parameters: Map<String, Json> =
        policy.parameters.iter().map(|(name, parameter)| (name.clone(), parameter_json(parameter))).collect();
    json!({
        "id": policy.id,
        "title": policy.title,
        "category": policy.category,
        "severity": policy.severity,
        "weight": policy.weight,
        "since": policy.since,
        "waivable": policy.waivable,
        "layer": policy.layer,
        "file": policy.file,
        "parameters": parameters,
    })
}

fn parameter_json(parameter: &Parameter) -> Json {
    json!({
        "type": parameter.spec.kind,
        "tighten": parameter.spec.tighten,
        "description": parameter.spec.description,
        "default": parameter.default,
        "value": parameter.value,
    })
}

/// All of a policy.
pub(super) fn whole(policy: &Policy) -> Json {
    let mut all = summary(policy);
    if let Json::Object(entries) = &mut all {
        entries.insert("description".to_owned(), policy.description.clone().into());
        entries.insert("rationale".to_owned(), policy.rationale.clone().into());
        entries.insert("remediation".to_owned(), policy.remediation.clone().into());
        entries.insert("reads".to_owned(), json!(policy.reads));
        entries.insert("helpUri".to_owned(), json!(policy.rule.help_uri));
        entries.insert("examples".to_owned(), json!(policy.examples));
    }
    all
}

/// All of a policy as Markdown, or as plain text for a terminal.
pub(super) fn page(policy: &Policy, markdown: bool) -> String {
    let mut out = String::new();
    let heading = |out: &mut String, text: &str| {
        let _ = if markdown { writeln!(out, "\n## {text}\n") } else { writeln!(out, "\n{text}:") };
    };
    let indent = if markdown { "" } else { "  " };
    let _ = writeln!(out, "{}{}: {}", if markdown { "# " } else { "" }, policy.id, policy.title);
    let _ = writeln!(out, "\n{}", policy.description.trim());
    let waivable = if policy.waivable { "can be waived" } else { "cannot be waived" };
    let category = &policy.category;
    let _ = writeln!(out, "\n{}, category {category}, weight {}, {waivable}", severity(policy), policy.weight);
    let _ = writeln!(out, "{} ({})", layer(&policy.layer), policy.file);
    heading(&mut out, "Why");
    let _ = writeln!(out, "{indent}{}", policy.rationale.trim());
    heading(&mut out, "What to do");
    let _ = writeln!(out, "{indent}{}", policy.remediation.trim());
    if !policy.parameters.is_empty() {
        heading(&mut out, "Parameters");
        for (name, parameter) in &policy.parameters {
            let description = parameter.spec.description.trim_end_matches('.');
            let set = parameter.value != parameter.default;
            let default = if set { format!(" (set; the policy has {})", parameter.default) } else { String::new() };
            let mark = if markdown { "`" } else { "" };
            let bullet = if markdown { "- " } else { indent };
            let allowed = parameter.spec.allowed(&parameter.value);
            let _ = writeln!(
                out,
                "{bullet}{mark}{name} = {}{mark}{default}: {description}; a lower layer may set {allowed}",
                parameter.value
            );
        }
    }
    for (title, text) in [("This is fine", &policy.examples.pass), ("This is not", &policy.examples.fail)] {
        heading(&mut out, title);
        if markdown {
            let _ = writeln!(out, "```yaml\n{}\n```", text.trim_end());
        } else {
            for line in text.trim_end().lines() {
                let _ = writeln!(out, "{indent}{line}");
            }
        }
    }
    if let Some(uri) = &policy.rule.help_uri {
        heading(&mut out, "More");
        let _ = writeln!(out, "{indent}{uri}");
    }
    out
}
