//! The document that policies judge.

use std::collections::BTreeMap;

use regorus::Value;

use crate::manifest::node::{Node, Value as Said};

/// An object of the document.
pub(super) type Object = BTreeMap<Value, Value>;

/// Adds a value under a key.
pub(super) fn put(object: &mut Object, key: &str, value: impl Into<Value>) {
    object.insert(Value::from(key), value.into());
}

/// A tree as the engine has it. A key with nothing after it says nothing.
pub(super) fn value(node: &Node) -> Value {
    match &node.value {
        Said::Null => Value::Null,
        Said::Bool(flag) => Value::from(*flag),
        Said::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => Value::from(number),
            (None, Some(number), _) => Value::from(number),
            _ => Value::from_numeric_string(&number.to_string()).unwrap_or(Value::Null),
        },
        Said::String(text) => Value::from(text.as_str()),
        Said::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Said::Map(entries) => Value::from(
            entries
                .iter()
                .filter(|entry| entry.node.value != Said::Null)
                .map(|entry| (Value::from(entry.key.as_str()), value(&entry.node)))
                .collect::<Object>(),
        ),
    }
}
