//! The fields of a product or of an input port.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use heck::ToSnakeCase;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use super::Classification;
use crate::diagnostics::shown;
use crate::manifest::name::{MAX_LENGTH, Name};
use crate::manifest::value::{LogicalType, Text};

/// One field of a row.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// The name: of the field, or, in an input port, of the source's column.
    pub name: FieldName,
    /// In an input port: the name that staging gives to the column.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub rename: Option<Name>,
    /// The logical type: `string`, `decimal(12,2)`, `timestamp`, `enum`, `array<struct>`, `map<string>`, …
    #[serde(rename = "type")]
    pub logical_type: LogicalType,
    /// Whether every row has a value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether the field is part of the primary key.
    #[serde(default, skip_serializing_if = "is_false")]
    pub primary_key: bool,
    /// Whether no two rows share a value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// The value that readers assume where a row has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Json>,
    /// Whether the field holds personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pii: Option<bool>,
    /// The classification, where it is higher than the product's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
    /// How consumers see a personal field. `hash` when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<Mask>,
    /// Which meaning of the values this is: 1, and one more each time the same values come to mean something else
    /// (cents become euros, local time becomes UTC). No schema shows such a change, and it breaks every consumer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub semantics: Option<NonZeroU32>,
    /// What the field means, and in which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Values as they really occur. Sample data is made from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Json>,
    /// The symbols of an `enum`, or the accepted values of a text.
    #[serde(default, rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Text>,
    /// The members of a `struct`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Names that the field had before. Readers of older data still find it by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renamed_from: Vec<FieldName>,
    /// The field of an input port that every value occurs in: `orders.id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub references: Option<Reference>,
}

/// `serde` wants a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Field {
    /// The name in snake_case: as staging calls it in an input port, as SQL and Avro know it in a product.
    pub fn snake(&self) -> String {
        self.rename.as_ref().map_or_else(|| self.name.snake(), Name::snake)
    }

    /// Whether the field was declared personal.
    pub fn is_pii(&self) -> bool {
        self.pii.unwrap_or(false)
    }
}

/// How a personal field is shown to consumers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Mask {
    /// A salted hash: rows can still be joined, values cannot be read. For text.
    Hash,
    /// No value at all.
    Null,
    /// A fixed text. For text.
    Redact,
}

impl Mask {
    /// The spelling in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hash => "hash",
            Self::Null => "null",
            Self::Redact => "redact",
        }
    }
}

/// The name of a field, or of a source's column: letters, digits, `_` and `-`.
///
/// Sources name their columns as they like (`_cdc_deleted`, `customerId`); the names of a
/// product's own fields are held to the narrower grammar of a [`Name`] by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct FieldName(String);

impl FieldName {
    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in snake_case; a leading `_` is kept.
    pub fn snake(&self) -> String {
        if self.0.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
            return self.0.clone();
        }
        let underscores = self.0.len() - self.0.trim_start_matches('_').len();
        format!("{}{}", &self.0[..underscores], self.0.to_snake_case())
    }
}

impl FromStr for FieldName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut bytes = text.bytes();
        let start = bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        let rest = bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let meaning = text.bytes().any(|b| b.is_ascii_alphanumeric());
        if start && rest && meaning && text.len() <= MAX_LENGTH {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "`{}` is no field name: a letter or `_`, then letters, digits, `_` and `-`, at most {MAX_LENGTH}",
                shown(text)
            ))
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FieldName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for FieldName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FieldName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "field-name", "pattern": "^[A-Za-z_][A-Za-z0-9_-]*$" })
    }
}

/// A field of an input port: `<port>.<field>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The input port.
    pub port: Name,
    /// The field, by the name that staging gives to it.
    pub field: FieldName,
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (port, field) = text
            .split_once('.')
            .ok_or_else(|| format!("`{}` is no reference: it needs the form `<input port>.<field>`", shown(text)))?;
        Ok(Self { port: port.parse::<Name>().map_err(|error| error.to_string())?, field: field.parse()? })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.port, self.field)
    }
}

impl Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Reference {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Reference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "reference", "description": "A field of an input port: `<port>.<field>`" })
    }
}
