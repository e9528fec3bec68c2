//! What a schema and a value are called in a message.

use serde_json::Value as Json;

use crate::manifest::value::FORMATS;

pub(super) fn choices(schema: &Json) -> Vec<String> {
    let mut choices = Vec::new();
    for key in ["oneOf", "anyOf"] {
        for branch in schema.get(key).and_then(Json::as_array).into_iter().flatten() {
            choices.extend(self::choices(branch));
        }
    }
    choices.extend(schema.get("const").and_then(Json::as_str).map(str::to_owned));
    choices.extend(
        schema.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).map(str::to_owned),
    );
    choices
}

pub(super) fn expected_types(types: &Json) -> String {
    let name = |kind: &Json| match kind.as_str().unwrap_or_default() {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "`true` or `false`",
        _ => "nothing",
    };
    match types {
        Json::Array(types) => types.iter().map(name).collect::<Vec<_>>().join(" or "),
        one => name(one).to_owned(),
    }
}

pub(super) fn describe(json: &Json) -> String {
    match json {
        Json::Null => "empty".to_owned(),
        Json::Bool(_) | Json::Number(_) => shown(json),
        Json::String(_) => format!("the text {}", shown(json)),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "a mapping".to_owned(),
    }
}

pub(super) fn shown(json: &Json) -> String {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let short: String = text.chars().take(60).collect();
    format!("`{}`", short.escape_debug())
}

pub(super) fn advice(expected: &str, schema: &Json, instance: &Json) -> String {
    let format = FORMATS.iter().find(|known| schema.get("format").is_some_and(|format| format == known.name));
    match (instance, format) {
        (Json::Number(_) | Json::Bool(_), Some(format)) if (format.check)(&instance.to_string()).is_err() => {
            format!("for example {}", format.examples)
        }
        (Json::Number(_) | Json::Bool(_), _) if expected.contains("text") => {
            format!("put it in quotes: \"{instance}\"")
        }
        _ if expected.contains("mapping") => "write keys and values here, as in `key: value`".to_owned(),
        _ if expected.contains("list") => "write a list here, each item after a `-`".to_owned(),
        _ => format!("write {expected} here"),
    }
}

/// The value that was probably meant, for formats that have near ones.
pub(super) fn format_meant(format: &str, text: &str) -> Option<String> {
    match format {
        "name" | "id" => crate::manifest::name::suggest(text).map(|name| name.to_string()),
        "logical-type" => crate::manifest::value::LogicalType::meant(text).map(str::to_owned),
        _ => None,
    }
}

pub(super) fn format_help(format: &str, examples: &str, text: &str) -> String {
    match format {
        "text" if text.trim().is_empty() => return "write some text, or leave the key out".to_owned(),
        "text" => return "remove the character, or shorten the text".to_owned(),
        _ => {}
    }
    match format_meant(format, text) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("for example {examples}"),
    }
}
