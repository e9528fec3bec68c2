//! Places of a file by names: the item of a list by what it is called, not by its index.

use std::borrow::Cow;
use std::fmt;

use super::{Finding, Report, Source};
use crate::manifest::node::{Node, Value, pointer_tokens};

/// Keys that name an item of a list on their own, the first that is there.
const NAMES: [&str; 2] = ["name", "id"];
/// Keys that name an item together, where it has no name.
const MARKS: [&str; 9] = ["type", "system", "domain", "product", "role", "port", "column", "columns", "version"];

/// A place in a file: `spec.schema.fields[email].pii`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<Step>);

/// One step on the way to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of a list, by its name; by its index where it has none.
    Item(String),
}

impl Place {
    /// The steps to the place.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl Step {
    /// The key, or the name of the item.
    pub fn name(&self) -> &str {
        match self {
            Self::Key(name) | Self::Item(name) => name,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            // What a terminal would obey is shown harmlessly.
            match step {
                Step::Key(key) if index == 0 => write!(formatter, "{}", key.escape_debug())?,
                Step::Key(key) => write!(formatter, ".{}", key.escape_debug())?,
                Step::Item(item) => write!(formatter, "[{}]", item.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// The places that the findings of a report are at.
pub struct Places(Option<Source>);

impl Places {
    /// The places in the file of a report; it is read where that is needed and can be done.
    pub fn of(report: &Report) -> Self {
        let by_index = |finding: &Finding| pointer_tokens(&finding.pointer).any(|token| is_index(&token));
        let source = report.source.as_ref().filter(|_| report.findings.iter().any(by_index));
        Self(source.cloned())
    }

    /// The place of a finding of the report.
    pub fn at(&self, finding: &Finding) -> Place {
        let mut steps = Vec::new();
        let mut node = self.0.as_ref().and_then(Source::tree);
        for token in pointer_tokens(&finding.pointer) {
            let value = node.map(|node| &node.value);
            node = None;
            steps.push(match value {
                Some(Value::List(items)) => {
                    let index = token.parse::<usize>().ok();
                    node = index.and_then(|index| items.get(index));
                    let name = index.and_then(|index| name_among(items, index));
                    Step::Item(name.unwrap_or(token))
                }
                Some(Value::Map(entries)) => {
                    node = entries.iter().find(|entry| entry.key == token).map(|entry| &entry.node);
                    Step::Key(token)
                }
                None if is_index(&token) => Step::Item(token),
                _ => Step::Key(token),
            });
        }
        Place(steps)
    }
}

fn is_index(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of an item; of those of one name the second is `name#2`.
fn name_among(items: &[Node], index: usize) -> Option<String> {
    let name = name(items.get(index)?)?;
    let before = items[..index].iter().filter(|item| self::name(item).as_ref() == Some(&name)).count();
    Some(if before == 0 { name.into_owned() } else { format!("{name}#{}", before + 1) })
}

/// What an item of a list is called.
fn name(item: &Node) -> Option<Cow<'_, str>> {
    if let Some(name) = NAMES.iter().find_map(|key| scalar(item.get(key)?)) {
        return Some(name);
    }
    let marks: Vec<Cow<'_, str>> = MARKS.iter().filter_map(|key| mark(item.get(key)?)).collect();
    match marks.as_slice() {
        [] => scalar(item),
        _ => Some(marks.join(" ").into()),
    }
}

/// A word, or the words of a list.
fn mark(node: &Node) -> Option<Cow<'_, str>> {
    match &node.value {
        Value::List(items) => Some(items.iter().filter_map(scalar).collect::<Vec<_>>().join(" ").into()),
        _ => scalar(node),
    }
}

fn scalar(node: &Node) -> Option<Cow<'_, str>> {
    match &node.value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(value) => Some(value.to_string().into()),
        _ => None,
    }
}
