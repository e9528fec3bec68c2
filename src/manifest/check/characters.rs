//! Characters that no file could carry, in values and keys whose grammar the format leaves open.
//!
//! What the format calls text refuses them by its own grammar; this rule sees the rest: defaults, examples,
//! accepted values, rows of cases.

use super::Check;
use crate::manifest::node::{Node, Value};
use crate::manifest::shape::BAD_VALUE;
use crate::manifest::value::unprintable;

pub(super) fn check(check: &mut Check<'_>) {
    walk(check, check.document, "");
}

fn walk(check: &mut Check<'_>, node: &Node, pointer: &str) {
    match &node.value {
        Value::String(text) => report(check, text, pointer),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(check, item, &format!("{pointer}/{index}"));
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let below = format!("{pointer}/{}", entry.key.replace('~', "~0").replace('/', "~1"));
                report(check, &entry.key, &below);
                walk(check, &entry.node, &below);
            }
        }
        _ => {}
    }
}

fn report(check: &mut Check<'_>, text: &str, pointer: &str) {
    let known = |check: &Check<'_>| check.findings.iter().any(|finding| finding.pointer == pointer);
    if let Some(character) = unprintable(text)
        && !known(check)
    {
        let message =
            format!("the text holds the character U+{:04X}, which no generated file could carry", u32::from(character));
        check.report(&BAD_VALUE, pointer, message, "remove the character");
    }
}
