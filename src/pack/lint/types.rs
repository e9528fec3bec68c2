//! What is known of a value that a template speaks of: the schema of the context, followed step by step.

use serde_json::Value as Json;

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type<'a> {
    /// Nothing is known.
    Unknown,
    /// A number, a name, or another value that means nothing in any language.
    Plain,
    /// Text that a person wrote: it needs a filter.
    Text,
    /// Words of the template's own, with characters that mean something somewhere.
    Words,
    /// Any value, with such text in it.
    Value,
    /// The work of a filter: safe in that filter's language.
    Made(String),
    /// A mapping with known keys.
    View(&'a Json),
    /// A mapping with any keys.
    Map(Box<Type<'a>>),
    /// A list.
    List(Box<Type<'a>>),
}

impl<'a> Type<'a> {
    /// What a schema says, within the schema of the whole context.
    pub(super) fn of(schema: &'a Json, root: &'a Json) -> Self {
        Self::marked(schema, root, false)
    }

    fn marked(schema: &'a Json, root: &'a Json, text: bool) -> Self {
        let text = text || schema["x-text"] == true;
        let schema = resolve(schema, root);
        if schema.get("properties").is_some() {
            return Self::View(schema);
        }
        let kind = match &schema["type"] {
            Json::Array(kinds) => kinds.iter().find_map(Json::as_str).unwrap_or_default(),
            one => one.as_str().unwrap_or_default(),
        };
        match kind {
            "array" => Self::List(Box::new(Self::marked(&schema["items"], root, text))),
            "object" => Self::Map(Box::new(Self::marked(&schema["additionalProperties"], root, text))),
            "string" if text => Self::Text,
            "string" | "integer" | "number" | "boolean" => Self::Plain,
            _ if text => Self::Value,
            _ => Self::Unknown,
        }
    }

    /// A literal text of a template.
    pub(super) fn literal(text: &str) -> Self {
        if is_harmless(text) { Self::Plain } else { Self::Words }
    }

    /// The value behind a key. Nothing, when there is certainly none.
    pub(super) fn get(&self, key: &str, root: &'a Json) -> Option<Self> {
        match self {
            Self::View(schema) => Some(Self::of(schema["properties"].get(key)?, root)),
            Self::Map(values) => Some((**values).clone()),
            Self::Value => Some(Self::Value),
            Self::Unknown => Some(Self::Unknown),
            Self::Plain | Self::Text | Self::Words | Self::Made(_) | Self::List(_) => None,
        }
    }

    /// An element of a list, or a value of a mapping: what a loop goes through.
    pub(super) fn element(&self) -> Self {
        match self {
            Self::List(of) | Self::Map(of) => (**of).clone(),
            Self::Value => Self::Value,
            Self::Text => Self::Text,
            _ => Self::Unknown,
        }
    }

    /// The keys that are known.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        match self {
            Self::View(schema) => {
                schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// One of two values.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Text, _) | (_, Self::Text) => Self::Text,
            (Self::Value, _) | (_, Self::Value) => Self::Value,
            (one, other) if one == other => one,
            (Self::Words, Self::Plain) | (Self::Plain, Self::Words) => Self::Words,
            (Self::Made(filter), Self::Plain) | (Self::Plain, Self::Made(filter)) => Self::Made(filter),
            _ => Self::Unknown,
        }
    }

    /// What a message calls it.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::View(_) | Self::Map(_) => "a mapping",
            Self::List(_) => "a list",
            Self::Text | Self::Words | Self::Made(_) => "text",
            Self::Plain => "a single value",
            Self::Unknown | Self::Value => "any value",
        }
    }
}

/// Whether a text means nothing in any language: the engine prints it without a filter.
pub(super) fn is_harmless(text: &str) -> bool {
    crate::render::is_harmless(text)
}

/// What a schema refers to; of an optional value, the value.
pub(super) fn resolve<'a>(schema: &'a Json, root: &'a Json) -> &'a Json {
    if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
        return root.pointer(reference.trim_start_matches('#')).unwrap_or(&Json::Null);
    }
    match schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice) {
        Some([one, null]) if null["type"] == "null" => resolve(one, root),
        _ => schema,
    }
}
