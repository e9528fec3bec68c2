//! Texts of starters, and defaults of options: templates over the names of a product.

use std::collections::BTreeSet;

use super::document::unreadable;
use super::walk::Walk;
use super::{Lint, context};
use crate::manifest::node::{Node, Origin, Value};
use crate::render::syntax;
use crate::render::{Engine, Fault};

pub(super) fn check(lint: &mut Lint<'_>) {
    let Ok(engine) = Engine::empty() else { return };
    let schema = context::names();
    let mut found = Vec::new();
    for (path, document) in &lint.documents {
        for (pointer, text) in texts(&document.node) {
            if !speaks_of_names(path, &pointer) || !(text.contains("<{") || text.contains("<%")) {
                continue;
            }
            let findings = match engine.fault(&text).map_or_else(|| syntax::template(&text).map_err(Fault::from), Err) {
                Err(fault) => vec![unreadable(&fault)],
                Ok(tree) => {
                    let mut walk = Walk::new(&schema, &engine);
                    walk.template(&tree, &BTreeSet::new());
                    walk.findings
                }
            };
            for mut finding in findings {
                if let Origin::File { start, end } = finding.origin {
                    finding.origin = document.inside(&pointer, &text, &(start..end));
                }
                found.push((path.clone(), finding));
            }
        }
    }
    for (path, finding) in found {
        lint.add(&path, finding);
    }
}

/// Whether a text of a YAML file is a template over the names of a product: in a starter, or as the default of an option.
fn speaks_of_names(path: &str, pointer: &str) -> bool {
    let default =
        (pointer.starts_with("/location/") || pointer.starts_with("/options/")) && pointer.ends_with("/default");
    !path.starts_with("types/") && (default || pointer.starts_with("/starter/"))
}

/// Every text of a YAML file, with its pointer.
fn texts(node: &Node) -> Vec<(String, String)> {
    let below = |key: String, node| texts(node).into_iter().map(move |(rest, text)| (format!("/{key}{rest}"), text));
    match &node.value {
        Value::String(text) => vec![(String::new(), text.clone())],
        Value::List(items) => items.iter().enumerate().flat_map(|(at, item)| below(at.to_string(), item)).collect(),
        Value::Map(entries) => entries
            .iter()
            .flat_map(|entry| below(entry.key.replace('~', "~0").replace('/', "~1"), &entry.node))
            .collect(),
        _ => Vec::new(),
    }
}
