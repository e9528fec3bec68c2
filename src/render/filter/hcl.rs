//! HCL2 literals, as the HCL native syntax specification writes them: template sequences `${` and
//! `%{` are escaped by doubling their first character.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// Any value as an HCL expression on one line, as `terraform fmt` would leave it.
pub(super) fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => string(text),
        Json::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{} = {}", name(key), literal(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        other => other.to_string(),
    }
}

fn name(key: &str) -> String {
    let identifier = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if identifier { key.to_owned() } else { string(key) }
}

fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // A run of `$` or `%` before a brace: the last one opens a template and is doubled. The ones before it
            // are written as escapes, because `$$${` would be read as an escaped `${` behind a single `$`.
            c @ ('$' | '%') if characters.peek() == Some(&'{') => {
                quoted.push(c);
                quoted.push(c);
            }
            c @ ('$' | '%') if characters.peek() == Some(&c) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        let context = hcl::eval::Context::new();
        let value: hcl::Value = hcl::eval::from_str(&format!("a = {text}\n"), &context).ok()?;
        value.as_object()?.get("a")?.as_str().map(str::to_owned)
    }

    #[test]
    fn values_read_like_terraform() {
        let value = serde_json::json!({ "name": "a\"b", "of data": [1, true] });
        assert_eq!(literal(&value), r#"{ name = "a\"b", "of data" = [1, true] }"#);
    }

    #[test]
    fn nothing_in_a_text_is_a_template() {
        for text in ["${x}", "$${x}", "$$${x}", "%{ if y }", "%%{", "$", "$$", "a${", "\\${x}", "$%{x}", "{{ z }}"] {
            assert_eq!(read(&literal(&Json::from(text))).as_deref(), Some(text), "{}", literal(&Json::from(text)));
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC*|[$%{}\\\\\"\n\t a-z]{0,20}") {
            prop_assert_eq!(read(&literal(&Json::from(text.clone()))), Some(text));
        }
    }
}
