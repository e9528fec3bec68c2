//! What a user has said so far about a product: by a file, by flags, by answers. Nothing in it is
//! required and nothing is checked; both happen once, in [`resolve`](super::resolve()).

use super::node::{Entry, Node, Origin, Value};
use crate::diagnostics::Source;

/// A manifest in the making.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The tree.
    pub node: Node,
    /// The file it began with, if any.
    pub source: Option<Source>,
}

/// Why a `path=value` cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is no `=`.
    #[error("`{0}` needs the form path=value")]
    NoValue(String),
    /// The path is not made of keys and indexes.
    #[error(
        "`{0}` is no path: write keys separated by dots, and indexes in brackets, as in spec.schema.fields[0].name"
    )]
    Syntax(String),
    /// A step of the path leads through something that is neither mapping nor list.
    #[error("`{path}` leads through `{step}`, which is {what}")]
    Blocked {
        /// The whole path.
        path: String,
        /// The step that cannot be taken.
        step: String,
        /// What stands there.
        what: &'static str,
    },
    /// A list would get a hole.
    #[error("`{path}` skips an index: the list has {length} items so far")]
    Hole {
        /// The whole path.
        path: String,
        /// The length of the list.
        length: usize,
    },
}

pub(super) enum Step {
    Key(String),
    Index(usize),
}

impl Default for Draft {
    fn default() -> Self {
        Self { node: Node::map(Origin::Default), source: None }
    }
}

impl Draft {
    /// A draft that begins with a file.
    pub fn from_file(node: Node, source: Source) -> Self {
        let node = if node.is_empty() { Node::map(node.origin) } else { node };
        Self { node, source: Some(source) }
    }

    /// Sets the value at `path` (`spec.schema.fields[0].name`), over whatever was there.
    pub fn set(&mut self, path: &str, value: Node) -> Result<(), PathError> {
        let steps = steps(path).ok_or_else(|| PathError::Syntax(path.to_owned()))?;
        let mut node = &mut self.node;
        for step in steps {
            node = descend(node, step, path, &value.origin)?;
        }
        *node = value;
        Ok(())
    }

    /// Whether the user said anything at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some_and(|node| !node.is_empty())
    }

    /// What stands at `path`.
    pub fn get(&self, path: &str) -> Option<&Node> {
        steps(path)?.into_iter().try_fold(&self.node, |node, step| match (&node.value, step) {
            (_, Step::Key(key)) => node.get(&key),
            (Value::List(items), Step::Index(index)) => items.get(index),
            _ => None,
        })
    }

    /// The text at `path`, when text stands there.
    pub fn text(&self, path: &str) -> Option<&str> {
        match &self.get(path)?.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Fills in `defaults` wherever nothing was said; what was said stays, lists are taken whole.
    pub fn fill(&mut self, defaults: &Node) {
        fill(&mut self.node, defaults);
    }
}

fn fill(node: &mut Node, defaults: &Node) {
    let Value::Map(defaults) = &defaults.value else { return };
    let Value::Map(entries) = &mut node.value else { return };
    for default in defaults {
        match entries.iter_mut().find(|entry| entry.key == default.key) {
            Some(entry) if matches!(entry.node.value, Value::Null) => entry.node = default.node.clone(),
            Some(entry) => fill(&mut entry.node, &default.node),
            None => entries.push(default.clone()),
        }
    }
}

fn descend<'a>(node: &'a mut Node, step: Step, path: &str, origin: &Origin) -> Result<&'a mut Node, PathError> {
    let blocked = |step: String, what| PathError::Blocked { path: path.to_owned(), step, what };
    match step {
        Step::Key(key) => {
            if matches!(node.value, Value::Null) {
                node.value = Value::Map(Vec::new());
            }
            let Value::Map(entries) = &mut node.value else { return Err(blocked(key, "not a mapping")) };
            let at = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
                let node = Node { value: Value::Null, origin: origin.clone() };
                entries.push(Entry { key, key_origin: origin.clone(), node });
                entries.len() - 1
            });
            Ok(&mut entries[at].node)
        }
        Step::Index(index) => {
            if matches!(node.value, Value::Null) {
                node.value = Value::List(Vec::new());
            }
            let Value::List(items) = &mut node.value else { return Err(blocked(format!("[{index}]"), "not a list")) };
            if index > items.len() {
                return Err(PathError::Hole { path: path.to_owned(), length: items.len() });
            }
            if index == items.len() {
                items.push(Node { value: Value::Null, origin: origin.clone() });
            }
            Ok(&mut items[index])
        }
    }
}

pub(super) fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, indexes) = part.split_once('[').map_or((part, None), |(key, rest)| (key, Some(rest)));
        if key.is_empty() {
            return None;
        }
        steps.push(Step::Key(key.to_owned()));
        if let Some(indexes) = indexes {
            for index in indexes.strip_suffix(']')?.split("][") {
                steps.push(Step::Index(index.parse().ok()?));
            }
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Node {
        Node::text(text, Origin::Prompt)
    }

    #[test]
    fn a_value_is_set_at_a_path_that_grows_as_needed() {
        let mut draft = Draft::default();
        draft.set("spec.schema.fields[0].name", text("id")).unwrap();
        draft.set("spec.schema.fields[1].name", text("at")).unwrap();
        draft.set("spec.schema.fields[0].name", text("event_id")).unwrap();
        assert_eq!(
            draft.node.to_json().to_string(),
            r#"{"spec":{"schema":{"fields":[{"name":"event_id"},{"name":"at"}]}}}"#
        );
        assert_eq!(draft.text("spec.schema.fields[1].name"), Some("at"));
    }

    #[test]
    fn a_path_that_cannot_be_followed_is_refused() {
        let mut draft = Draft::default();
        draft.set("metadata.name", text("x")).unwrap();
        assert!(matches!(draft.set("metadata.name.first", text("y")), Err(PathError::Blocked { .. })));
        assert!(matches!(draft.set("spec.list[3]", text("y")), Err(PathError::Hole { .. })));
        for path in ["", "a..b", "a[x]", "a[0", "[0]"] {
            assert!(matches!(draft.set(path, text("y")), Err(PathError::Syntax(_))), "{path}");
        }
    }

    #[test]
    fn defaults_fill_gaps_and_never_replace() {
        let mut draft = Draft::default();
        draft.set("a.b", text("mine")).unwrap();
        let defaults = serde_json::json!({ "a": { "b": "theirs", "c": "theirs" }, "d": ["theirs"] });
        draft.fill(&Node::from_json(defaults, &Origin::Default));
        assert_eq!(draft.node.to_json().to_string(), r#"{"a":{"b":"mine","c":"theirs"},"d":["theirs"]}"#);
    }
}
