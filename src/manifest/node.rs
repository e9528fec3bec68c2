//! A YAML value that remembers where it came from.
//!
//! The draft of a manifest is a tree of nodes: some read from a file, some given by flags, some
//! answered at a prompt, some filled in by defaults. Keeping the origin on every node lets a
//! finding name its place symbolically (a path such as `spec.slo.freshness`) and still be shown
//! at the exact line, column or flag.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value as Json};
use serde_yaml::Spanned;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origin {
    /// Bytes `start..end` of the manifest file.
    File {
        /// Offset of the first byte.
        start: usize,
        /// Offset after the last byte.
        end: usize,
    },
    /// A command-line flag, as the user spells it: `--owner-email`.
    Flag(String),
    /// An answer given at a prompt.
    Prompt,
    /// A default of the pack or of the program.
    #[default]
    Default,
}

/// A value together with its origin.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// The value itself.
    pub value: Value,
    /// Where it came from.
    pub origin: Origin,
}

/// The value of a [`Node`]: JSON's data model, with nodes inside.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`, or nothing after the colon.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a finite floating-point number.
    Number(Number),
    /// Text.
    String(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order it was written.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_origin: Origin,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A text value with the given origin.
    pub fn text(text: impl Into<String>, origin: Origin) -> Self {
        Self { value: Value::String(text.into()), origin }
    }

    /// An empty mapping with the given origin.
    pub fn map(origin: Origin) -> Self {
        Self { value: Value::Map(Vec::new()), origin }
    }

    /// The same data with every node marked as coming from `origin`.
    pub fn from_json(json: Json, origin: &Origin) -> Self {
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(value) => Value::Number(value),
            Json::String(value) => Value::String(value),
            Json::Array(items) => Value::List(items.into_iter().map(|item| Self::from_json(item, origin)).collect()),
            Json::Object(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, item)| Entry { key, key_origin: origin.clone(), node: Self::from_json(item, origin) })
                    .collect(),
            ),
        };
        Self { value, origin: origin.clone() }
    }

    /// The data without the origins.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(value) => Json::Number(value.clone()),
            Value::String(value) => Json::String(value.clone()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect())
            }
        }
    }

    /// The child under `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The whole entry under `key`, if this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The node at a JSON Pointer (`/spec/schema/fields/0/name`), or the deepest one on the way.
    pub fn nearest(&self, pointer: &str) -> &Node {
        let mut node = self;
        for token in pointer_tokens(pointer) {
            match node.child(&token) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// The text at a JSON Pointer, when there is one.
    pub fn text_at(&self, pointer: &str) -> Option<&str> {
        let mut node = self;
        for token in pointer_tokens(pointer) {
            node = node.child(&token)?;
        }
        match &node.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The item at an index, if this is a list that has it.
    pub fn item(&self, index: &str) -> Option<&Node> {
        match &self.value {
            Value::List(items) => items.get(index.parse::<usize>().ok()?),
            _ => None,
        }
    }

    fn child(&self, token: &str) -> Option<&Node> {
        self.get(token).or_else(|| self.item(token))
    }

    /// Whether nothing was said here: null, or an empty mapping.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Map(entries) => entries.is_empty(),
            _ => false,
        }
    }
}

/// The unescaped reference tokens of a JSON Pointer (RFC 6901).
pub fn pointer_tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The path as people write it: `/spec/schema/fields/0/name` is `spec.schema.fields[0].name`.
pub fn readable(pointer: &str) -> String {
    let mut path = String::new();
    for token in pointer_tokens(pointer) {
        if token.bytes().all(|byte| byte.is_ascii_digit()) && !token.is_empty() {
            path.push('[');
            path.push_str(&token);
            path.push(']');
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            for character in token.chars() {
                match character {
                    '\'' | '"' | '\\' => path.push(character),
                    // A key that a terminal would obey is shown harmlessly.
                    _ => path.extend(character.escape_debug()),
                }
            }
        }
    }
    path
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { origin: origin_of(&spanned), value: spanned.value })
    }
}

fn origin_of<T>(spanned: &Spanned<T>) -> Origin {
    let span = spanned.referenced.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(len)) => {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            Origin::File { start, end: start.saturating_add(usize::try_from(len).unwrap_or(0)) }
        }
        _ => Origin::File { start: 0, end: 0 },
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let key_origin = origin_of(&key);
            entries.push(Entry { key: key.value, key_origin, node: map.next_value()? });
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_knows_the_bytes_it_was_read_from() {
        let text = "a: 1\nb:\n  - \"x\"\n  - é: true\n";
        let node: Node = serde_yaml::from_str(text).unwrap();
        let Origin::File { start, end } = node.nearest("/b/1/é").origin else { panic!() };
        assert_eq!(&text[start..end], "true");
        let Origin::File { start, end } = node.nearest("/b/0").origin else { panic!() };
        assert_eq!(&text[start..end], "\"x\"");
        let Origin::File { start, end } = node.entry("b").unwrap().key_origin else { panic!() };
        assert_eq!(&text[start..end], "b");
    }

    #[test]
    fn pointers_read_like_paths() {
        assert_eq!(readable("/spec/schema/fields/0/name"), "spec.schema.fields[0].name");
        assert_eq!(readable(""), "");
        assert_eq!(readable("/a\u{1b}[2J/it's"), "a\\u{1b}[2J.it's");
    }
}
