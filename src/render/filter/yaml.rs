//! YAML that readers of version 1.1 (`PyYAML`, dbt) and of version 1.2 (Rust, Go) understand alike.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// A value on one line: a scalar, or a list or mapping in flow style.
pub fn flow(value: &Json) -> String {
    match value {
        Json::String(text) => scalar(text),
        Json::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", self::key(key, " "), flow(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        other => other.to_string(),
    }
}

/// The most bytes of a key before its colon: YAML 1.2 (§8.2.2) has 1024 characters.
const MAX_IMPLICIT_KEY: usize = 1000;

/// A key, up to its colon. A long one is marked as a key by `?`, and its colon stands behind `separator`.
fn key(key: &str, separator: &str) -> String {
    let text = scalar(key);
    if text.len() <= MAX_IMPLICIT_KEY { text } else { format!("? {text}{separator}") }
}

/// A value in block style, every line indented by `indent` spaces; no line break at the end.
pub fn block(value: &Json, indent: usize) -> String {
    let mut out = String::new();
    write_block(value, indent, &mut out);
    out.truncate(out.trim_end_matches('\n').len());
    out
}

fn write_block(value: &Json, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Json::Object(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                let _ = write!(out, "{pad}{}:", self::key(key, &format!("\n{pad}")));
                write_nested(value, indent, out);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            for item in items {
                if is_branch(item) {
                    // The first line of the item stands behind the dash.
                    let mut nested = String::new();
                    write_block(item, indent + 2, &mut nested);
                    let _ = write!(out, "{pad}- {}", nested.trim_start_matches(' '));
                } else {
                    let _ = write!(out, "{pad}-");
                    write_nested(item, indent, out);
                }
            }
        }
        other => {
            let _ = writeln!(out, "{pad}{}", flow(other));
        }
    }
}

fn write_nested(value: &Json, indent: usize, out: &mut String) {
    match value {
        Json::String(text) if is_literal(text) => {
            let header = if text.ends_with('\n') { "|" } else { "|-" };
            let _ = writeln!(out, " {header}");
            for line in text.lines() {
                let pad = if line.is_empty() { String::new() } else { " ".repeat(indent + 2) };
                let _ = writeln!(out, "{pad}{line}");
            }
        }
        value if is_branch(value) => {
            out.push('\n');
            write_block(value, indent + 2, out);
        }
        Json::String(text) if is_plain_in_block(text) => {
            let _ = writeln!(out, " {text}");
        }
        leaf => {
            let _ = writeln!(out, " {}", flow(leaf));
        }
    }
}

/// Whether a value takes lines of its own: a mapping or list with contents, unless it is a short list of scalars.
fn is_branch(value: &Json) -> bool {
    match value {
        Json::Object(entries) => !entries.is_empty(),
        Json::Array(items) => {
            let short =
                items.iter().all(|item| !item.is_array() && !item.is_object()) && flow(value).chars().count() <= 72;
            !items.is_empty() && !short
        }
        _ => false,
    }
}

/// Whether a text of several lines comes back unchanged from a literal block (`|`).
fn is_literal(text: &str) -> bool {
    let printable = |c: char| c == '\n' || (c >= ' ' && c != '\u{7f}' && !is_special(c));
    text.trim_end_matches('\n').contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n")
        && text.chars().all(printable)
        && !text.lines().any(|line| line.ends_with(' '))
}

/// A text as a scalar on one line: plain where every reader takes it for the same text, quoted elsewhere.
pub fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if u32::from(c) < 0x20 || c == '\u{7f}' || is_special(c) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Characters that some reader takes for a line break, drops, or refuses unescaped.
fn is_special(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn is_plain(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_./@+()-".contains(&b));
    let ordinary = first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '/')
        && word(first)
        && words.clone().all(word);
    (ordinary && !is_reserved(text)) || is_semver(text) || is_quantity(text)
}

/// Like [`is_plain`], behind a key of a block mapping, where more characters mean nothing.
fn is_plain_in_block(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && !word.starts_with('#')
            && !word.ends_with(':')
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_./@+()-,;:'=<>?".contains(&b))
    };
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.split(' ').all(word) && !is_reserved(text)
}

/// Words that a reader of YAML 1.1 or 1.2 takes for a boolean or for null.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_semver(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `30m`, `7 years`, `99.5%`: a number that a unit keeps from being one.
fn is_quantity(text: &str) -> bool {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let number_ok =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.matches('.').count() <= 1 && !number.ends_with('.');
    let unit_ok = unit == "%" || {
        let unit = unit.strip_prefix(' ').unwrap_or(unit);
        unit.starts_with(['s', 'm', 'h', 'd', 'w', 'y']) && unit.bytes().all(|b| b.is_ascii_lowercase())
    };
    number_ok && unit_ok
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_where_every_reader_agrees() {
        for text in ["orders", "order_events", "1 hour", "30m", "99.5%", "2.1.0", "a b (c)", "/x"] {
            assert_eq!(scalar(text), text);
        }
        for text in [
            "",
            "no",
            "NO",
            "on",
            "1",
            "1.5",
            "1e3",
            "0x1f",
            "2024-01-01",
            "12:30",
            "a: b",
            "a #b",
            "@x",
            "- a",
            "#data",
            "a, b",
        ] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
    }

    #[test]
    fn blocks_read_like_hand_written_yaml() {
        let value = serde_json::json!({
            "description": "One row.\nTwo lines.\n",
            "tags": ["a", "b"],
            "fields": [{ "name": "id", "required": true }, { "name": "at" }],
            "none": [],
        });
        let expected = "description: |\n  One row.\n  Two lines.\ntags: [a, b]\nfields:\n  - name: id\n    required: true\n  - name: at\nnone: []";
        assert_eq!(block(&value, 0), expected);
    }

    #[test]
    fn a_key_may_be_longer_than_a_line_can_show() {
        let tree = serde_json::json!({ "x".repeat(2000): { "y\"".repeat(2000): ["a\nb"] } });
        for text in [flow(&tree), block(&tree, 2)] {
            assert_eq!(serde_yaml::from_str::<crate::manifest::node::Node>(&text).unwrap().to_json(), tree);
        }
    }

    fn trees() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            "\\PC*".prop_map(Json::from),
            "[ -~\n\t#:'\"{}\\[\\],&*!|>%@`-]{0,24}".prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::btree_map("[a-z #:{}\n]{1,6}", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_tree_comes_back_from_both_styles(tree in trees()) {
            let read = |text: &str| serde_yaml::from_str::<crate::manifest::node::Node>(text).map(|node| node.to_json()).map_err(|error| error.to_string());
            prop_assert_eq!(read(&flow(&tree)), Ok(tree.clone()));
            prop_assert_eq!(read(&block(&tree, 2)), Ok(tree.clone()));
        }
    }
}
