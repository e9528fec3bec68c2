//! Python literals.

use serde_json::Value as Json;

/// Any value as a Python expression.
pub(super) fn literal(value: &Json) -> String {
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        // JSON's escapes are a subset of Python's, except that surrogate pairs are not: `serde_json` writes none.
        Json::Number(_) | Json::String(_) => value.to_string(),
        Json::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", Json::from(key.as_str()), literal(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
