//! The moves of a form, applied to a tree.

use regex_lite::Regex;

use super::form::{Form, Move};
use crate::error::{Error, Result};
use crate::manifest::Draft;
use crate::manifest::node::{Node, Origin, Value};

/// The tree with every key where our form has it.
pub(super) fn apply(form: &Form, node: &Node) -> Result<Node> {
    let mut ours = moved(node, &form.moves)?;
    for path in form.drops.keys() {
        remove(&mut ours, path);
    }
    let mut draft = Draft { node: ours, source: None };
    for (path, value) in &form.sets {
        put(&mut draft, path, Node::from_json(value.clone(), &Origin::Default))?;
    }
    Ok(draft.node)
}

/// What stands at a path of keys.
pub(super) fn get<'a>(node: &'a Node, path: &str) -> Option<&'a Node> {
    match path {
        "." => Some(node),
        _ => path.split('.').try_fold(node, |node, key| node.get(key)),
    }
}

/// Values are all read before any is removed, and all removed before any is put: no move gets in the way of another.
fn moved(node: &Node, moves: &[Move]) -> Result<Node> {
    let mut values = Vec::new();
    let mut ours = node.clone();
    for one in moves {
        let Some(found) = get(node, &one.from) else { continue };
        if let Some(value) = converted(found, one)? {
            values.push((one, value));
            if !one.keep {
                remove(&mut ours, &one.from);
            }
        }
    }
    let mut draft = Draft { node: ours, source: None };
    for (one, value) in values {
        for path in &one.to {
            put(&mut draft, path, value.clone())?;
        }
    }
    Ok(draft.node)
}

/// The value as our form spells it; nothing where it does not fit.
fn converted(node: &Node, one: &Move) -> Result<Option<Node>> {
    let text = match &node.value {
        Value::List(items) if !one.items.is_empty() => {
            let items = items.iter().map(|item| moved(item, &one.items)).collect::<Result<_>>()?;
            return Ok(Some(Node { value: Value::List(items), origin: node.origin.clone() }));
        }
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Ok(Some(node.clone())),
    };
    let taken = match &one.take {
        None => text.clone(),
        Some(pattern) => {
            let wrong = |error| Error::Pack { message: format!("imports: the pattern of `{}`: {error}", one.from) };
            let pattern = Regex::new(pattern).map_err(wrong)?;
            match pattern.captures(&text).and_then(|groups| groups.get(1)) {
                Some(group) => group.as_str().to_owned(),
                None => return Ok(None),
            }
        }
    };
    let word = one.words.get(&taken).unwrap_or(&taken);
    let spelt = format!("{}{word}{}", one.before, one.after);
    // A number that nothing was done to is still a number.
    let value = if spelt == text { node.value.clone() } else { Value::String(spelt) };
    Ok(Some(Node { value, origin: node.origin.clone() }))
}

/// Puts a value where nothing stands.
fn put(draft: &mut Draft, path: &str, value: Node) -> Result<()> {
    if path == "." {
        draft.node = value;
        return Ok(());
    }
    if draft.has(path) {
        return Ok(());
    }
    draft.set(path, value).map_err(|error| Error::Pack { message: format!("imports: {error}") })
}

/// Takes a key away, and the mappings that it leaves empty. An item that is moved as a whole becomes a mapping.
fn remove(node: &mut Node, path: &str) {
    if path == "." {
        node.value = Value::Map(Vec::new());
        return;
    }
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let Value::Map(entries) = &mut node.value else { return };
    let Some(at) = entries.iter().position(|entry| entry.key == key) else { return };
    if let Some(rest) = rest {
        remove(&mut entries[at].node, rest);
    }
    if rest.is_none() || entries[at].node.is_empty() {
        entries.remove(at);
    }
}
