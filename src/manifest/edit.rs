//! Setting one value in the text of a manifest, with every comment and every other line left as it is.
//!
//! The manifest is its owner's file, so it is never written anew from a tree. The value is put in at the
//! bytes where the old one stands, or on a line of its own where there was none. The result is read again
//! and must say exactly what was asked for: an edit that would say anything else is refused.

use std::ops::Range;

use super::draft::{Draft, PathError, Step, steps};
use super::node::{Entry, Node, Origin, Value};
use super::read;
use crate::diagnostics::Source;
use crate::render::filter::{yaml_block, yaml_flow};

/// Why a value cannot be set in a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The path leads nowhere.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The text is no YAML.
    #[error("the manifest cannot be read: {0}")]
    Unreadable(String),
    /// The place is written in a way that cannot be changed by itself, such as through an alias.
    #[error("`{0}` is written in a way that cannot be changed safely by itself")]
    Unsafe(String),
}

/// The text with `value` at `path` (`spec.slo.freshness.target`), and nothing else changed.
pub fn set(text: &str, path: &str, value: &Node) -> Result<String, EditError> {
    let before = tree(text)?;
    let mut meant = Draft { node: before.clone(), source: None };
    meant.set(path, value.clone())?;
    let steps = steps(path).ok_or_else(|| PathError::Syntax(path.to_owned()))?;
    let edited = edit(text, &before, &steps, &value.to_json());
    edited
        .filter(|edited| tree(edited).is_ok_and(|node| node.to_json() == meant.node.to_json()))
        .ok_or_else(|| EditError::Unsafe(path.to_owned()))
}

fn tree(text: &str) -> Result<Node, EditError> {
    let document = read::parse(Source::new("", text));
    document.node.map_err(|finding| EditError::Unreadable(finding.message))
}

/// Walks as far as the text goes, and replaces or adds there.
fn edit(text: &str, root: &Node, steps: &[Step], value: &serde_json::Value) -> Option<String> {
    let mut node = root;
    for (depth, step) in steps.iter().enumerate() {
        let rest = &steps[depth + 1..];
        let child = match (&node.value, step) {
            (Value::List(items), Step::Index(index)) => items.get(*index),
            (_, Step::Key(key)) => match node.entry(key) {
                // A key with nothing behind it takes the rest of the path.
                Some(entry) if entry.node.value == Value::Null => return fill(text, entry, &nested(rest, value)),
                entry => entry.map(|entry| &entry.node),
            },
            _ => None,
        };
        match child {
            Some(child) => node = child,
            None => return add(text, node, step, &nested(rest, value)),
        }
    }
    replace(text, node, value)
}

/// Puts a value behind a key that has none, or only `null`.
fn fill(text: &str, entry: &Entry, value: &serde_json::Value) -> Option<String> {
    let key = end(&entry.key_origin)?;
    let colon = key + text[key..].find(':')?;
    let null = text[colon + 1..].trim_start_matches([' ', '\t']);
    let from = text.len() - null.len();
    let length = ["null", "~"].iter().find(|word| null.starts_with(**word)).map_or(0, |word| word.len());
    let to = if length == 0 { colon + 1 } else { from + length };
    Some(splice(text, colon + 1..to, &format!(" {}", yaml_flow(value))))
}

/// The value with the mappings and lists around it that the rest of a path asks for.
fn nested(steps: &[Step], value: &serde_json::Value) -> serde_json::Value {
    steps.iter().rev().fold(value.clone(), |value, step| match step {
        Step::Key(key) => serde_json::json!({ key: value }),
        Step::Index(_) => serde_json::json!([value]),
    })
}

fn replace(text: &str, node: &Node, value: &serde_json::Value) -> Option<String> {
    let mut span = span(text, node)?;
    // The marks of a block scalar (`|`, `>-`) stand before its text.
    let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    if text[line..span.start].trim().is_empty() && matches!(node.value, Value::String(_)) {
        let header = text[..line].trim_end();
        let mark = header.rfind(['|', '>']).filter(|at| header[*at..].len() <= 3);
        span.start = mark.unwrap_or(span.start);
    }
    Some(splice(text, span, &yaml_flow(value)))
}

fn add(text: &str, parent: &Node, step: &Step, value: &serde_json::Value) -> Option<String> {
    let span = span(text, parent)?;
    let is_flow = text[span.clone()].starts_with(['{', '[']);
    let single = match step {
        Step::Key(key) => serde_json::json!({ key: value }),
        Step::Index(_) => serde_json::json!([value]),
    };
    if is_flow {
        let close = span.end.checked_sub(1)?;
        let flow = yaml_flow(&single);
        let inner = flow[1..flow.len() - 1].trim();
        let kept = text[span.start + 1..close].trim_end();
        let space = if flow.starts_with('{') { " " } else { "" };
        let lead = if kept.trim().is_empty() { space } else { ", " };
        return Some(splice(text, span.start + 1 + kept.len()..close, &format!("{lead}{inner}{space}")));
    }
    let first = match &parent.value {
        Value::Map(entries) => start(&entries.first()?.key_origin)?,
        Value::List(items) => text[..start(&items.first()?.origin)?].rfind('-')?,
        _ => return None,
    };
    let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let indent = text[line..first].chars().count();
    let end = line_end(text, span.end);
    let ending = if text[..line].ends_with("\r\n") || text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = yaml_block(&single, indent).replace('\n', ending);
    Some(format!("{}{ending}{block}{}", &text[..end], &text[end..]))
}

fn start(origin: &Origin) -> Option<usize> {
    match origin {
        Origin::File { start, .. } => Some(*start),
        _ => None,
    }
}

fn end(origin: &Origin) -> Option<usize> {
    match origin {
        Origin::File { end, .. } => Some(*end),
        _ => None,
    }
}

/// The bytes of a node, without the blank space behind it. The reader marks only the beginning of a mapping or list:
/// its end is that of its last part, and in flow style the bracket after that.
fn span(text: &str, node: &Node) -> Option<Range<usize>> {
    let first = start(&node.origin)?;
    let last = match &node.value {
        Value::Map(entries) => entries.last().map(|entry| match entry.node.value {
            Value::Null => end(&entry.key_origin),
            _ => span(text, &entry.node).map(|span| span.end),
        }),
        Value::List(items) => items.last().map(|item| span(text, item).map(|span| span.end)),
        _ => return Some(first..first + text.get(first..end(&node.origin)?)?.trim_end().len()),
    };
    let last = last.unwrap_or(Some(first + 1))?;
    let close = match text[first..].chars().next() {
        Some('{') => '}',
        Some('[') => ']',
        _ => return Some(first..last),
    };
    Some(first..last + text.get(last..)?.find(close)? + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\r', '\n']).map_or(text.len(), |length| at + length)
}

fn splice(text: &str, span: Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start], &text[span.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A product.
metadata:
  name: order_events   # the name
  owner: { team: orders-platform }
spec:
  description: >-
    One row per order
    event.
  slo:
    freshness:
      target: 30m # minutes
  empty:
  no: null # yet
  none: {}
  schema:
    # The fields.
    fields:
      - name: order_id
        type: uuid
      - name: at
        type: timestamp

  last: 1
";

    #[track_caller]
    fn case(path: &str, value: serde_json::Value, removed: &str, added: &str) {
        let edited = set(TEXT, path, &Node::from_json(value, &Origin::Default)).unwrap();
        let diff = similar::TextDiff::from_lines(TEXT, &edited);
        let lines = |tag| {
            let changes = diff.iter_all_changes().filter(|change| change.tag() == tag);
            changes.map(|change| change.value()).collect::<String>()
        };
        assert_eq!(lines(similar::ChangeTag::Delete), removed);
        assert_eq!(lines(similar::ChangeTag::Insert), added);
    }

    #[test]
    fn one_value_changes_and_every_comment_stays() {
        use serde_json::json;
        case(
            "metadata.name",
            json!("returns"),
            "  name: order_events   # the name\n",
            "  name: returns   # the name\n",
        );
        case("spec.slo.freshness.target", json!("1h"), "      target: 30m # minutes\n", "      target: 1h # minutes\n");
        case("spec.last", json!(["a: b", 2]), "  last: 1\n", "  last: [\"a: b\", 2]\n");
        case(
            "spec.description",
            json!("Short."),
            "  description: >-\n    One row per order\n    event.\n",
            "  description: Short.\n",
        );
    }

    #[test]
    fn a_value_that_was_not_there_gets_a_line_of_its_own() {
        use serde_json::json;
        case("spec.slo.completeness.target", json!("99%"), "", "    completeness:\n      target: 99%\n");
        case("spec.slo.freshness.severity", json!("page"), "", "      severity: page\n");
        case(
            "spec.schema.fields[2]",
            json!({ "name": "x", "type": "int" }),
            "",
            "      - name: x\n        type: int\n",
        );
        case("spec.schema.fields[1].required", json!(true), "", "        required: true\n");
        case("spec.empty", json!(3), "  empty:\n", "  empty: 3\n");
        case("spec.empty.a.b", json!(3), "  empty:\n", "  empty: { a: { b: 3 } }\n");
        case("spec.no", json!("x"), "  no: null # yet\n", "  no: x # yet\n");
        case("spec.none.a", json!("x"), "  none: {}\n", "  none: { a: x }\n");
        case(
            "metadata.owner.email",
            json!("a@example.com"),
            "  owner: { team: orders-platform }\n",
            "  owner: { team: orders-platform, email: a@example.com }\n",
        );
    }

    #[test]
    fn what_cannot_be_set_is_refused() {
        let set = |text: &str, path| set(text, path, &Node::text("x", Origin::Default));
        assert!(matches!(set(TEXT, "metadata.name.first"), Err(EditError::Path(_))));
        assert!(matches!(set("a: [", "a"), Err(EditError::Unreadable(_))));
        assert!(matches!(set("a: &x { b: 1 }\nc: *x\n", "c.b"), Err(EditError::Unsafe(_))));
    }
}
