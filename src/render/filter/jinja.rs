//! Text for files that dbt renders with Jinja before it reads them.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// A value whose texts, at any depth, a Jinja render gives back unchanged.
pub(super) fn inert_value(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(inert(&text)),
        // Lists are arguments of tests, which dbt renders whether they look like Jinja or not.
        Json::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Json::String(text) if text.ends_with('\n') && !looks_like_jinja(&text) => {
                    format!("{text}{{{{ '' }}}}").into()
                }
                item => inert_value(item),
            })
            .collect(),
        Json::Object(entries) => {
            Json::Object(entries.into_iter().map(|(key, value)| (inert(&key), inert_value(value))).collect())
        }
        other => other,
    }
}

/// Text that a Jinja render gives back unchanged.
///
/// A brace that could open an expression, a statement or a comment is printed by an expression.
pub(super) fn inert(text: &str) -> String {
    if looks_like_call(text) {
        return format!("{{{{ {} }}}}", string(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '{' && matches!(characters.peek(), Some('{' | '%' | '#')) {
            out.push_str("{{ '{' }}");
        } else {
            out.push(character);
        }
    }
    // Jinja drops one line break at the end of what it renders; dbt renders only what looks like Jinja.
    if out.ends_with('\n') && looks_like_jinja(&out) {
        out.push_str("{{ '' }}");
    }
    out
}

/// Whether dbt renders a text: it looks for these, closing ones included.
fn looks_like_jinja(text: &str) -> bool {
    ["{{", "{%", "{#", "}}", "%}", "#}"].iter().any(|mark| text.contains(mark))
}

/// dbt evaluates an argument of a test that is nothing but one of these calls, even without braces.
fn looks_like_call(text: &str) -> bool {
    let text = text.trim();
    ["env_var", "ref", "var", "source", "doc"].iter().any(|function| {
        text.strip_prefix(function).is_some_and(|rest| rest.trim_start().starts_with('(') && rest.ends_with(')'))
    })
}

/// Text as a string literal inside a Jinja expression or statement.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '{' | '}' | '%' | '#' => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(character));
            }
            // Some readers of the file around it take these for the end of a line.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_printed_by_an_expression() {
        assert_eq!(inert("a {{ b }}"), "a {{ '{' }}{ b }}");
        assert_eq!(inert("{% x %}{# y #}"), "{{ '{' }}% x %}{{ '{' }}# y #}");
        assert_eq!(inert("a { b }\n"), "a { b }\n");
        assert_eq!(inert("%}\n"), "%}\n{{ '' }}");
        assert_eq!(inert_value(serde_json::json!(["a\n"])), serde_json::json!(["a\n{{ '' }}"]));
        assert_eq!(inert("ref('x')"), r"{{ 'ref(\'x\')' }}");
    }

    #[test]
    fn a_literal_cannot_be_left() {
        assert_eq!(string("it's }} {% %}"), r"'it\'s \x7d\x7d \x7b\x25 \x25\x7d'");
    }
}
