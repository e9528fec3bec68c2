//! One value as text that `DuckDB` casts to the value's type: what stands in a cell of a seed.

use serde_json::Value as Json;

use crate::manifest::document::Field;
use crate::manifest::value::{LogicalType, Scalar};

/// A value as the text of a cell; nothing is an empty cell.
pub fn text(field: &Field, value: &Json) -> String {
    top(&field.logical_type, field, value)
}

fn top(logical: &LogicalType, field: &Field, value: &Json) -> String {
    match (logical, value) {
        (_, Json::Null) => String::new(),
        (LogicalType::Scalar(Scalar::Json), value) => value.to_string(),
        (LogicalType::Array(_) | LogicalType::Map(_) | LogicalType::Struct, value) => nested(logical, field, value),
        (_, Json::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The spelling inside a list, a map or a struct: texts in quotes, keys before `=` or `:`.
fn nested(logical: &LogicalType, field: &Field, value: &Json) -> String {
    match (logical, value) {
        (_, Json::Null) => "null".to_owned(),
        (LogicalType::Array(item), Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|one| nested(item, field, one)).collect();
            format!("[{}]", items.join(", "))
        }
        (LogicalType::Map(item), Json::Object(entries)) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, one)| format!("{}={}", quoted(key), nested(item, field, one))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        (LogicalType::Struct, Json::Object(entries)) => {
            let members: Vec<String> = field
                .fields
                .iter()
                .map(|member| {
                    let one = entries
                        .get(&member.snake())
                        .or_else(|| entries.get(member.name.as_str()))
                        .unwrap_or(&Json::Null);
                    format!("{}: {}", quoted(&member.snake()), nested(&member.logical_type, member, one))
                })
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        (LogicalType::Scalar(Scalar::Json), value) => quoted(&value.to_string()),
        (_, Json::String(text)) => quoted(text),
        (_, other) => other.to_string(),
    }
}

/// Text in double quotes, as `DuckDB` reads it inside a nested value.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
