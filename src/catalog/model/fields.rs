//! Fields.

use serde::Serialize;

/// A field of a row, or a member of one.
#[derive(Debug, Clone, Serialize)]
#[allow(clippy::struct_excessive_bools)] // Each is a property of its own, named as in the manifest.
pub struct Field {
    /// The name, below the fields that it is a member of: `address.city`.
    pub path: String,
    /// The name alone.
    pub name: String,
    /// How deep it lies: 0 for a column.
    pub depth: usize,
    /// The logical type: `decimal(12,2)`.
    #[serde(rename = "type")]
    pub logical_type: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is part of the primary key.
    pub primary_key: bool,
    /// Whether no two rows share a value.
    pub unique: bool,
    /// Whether it holds personal data.
    pub pii: bool,
    /// How consumers see it: `hash`, `null`, `redact`; nothing when it is shown as it is.
    pub mask: Option<&'static str>,
    /// The classification, where it is higher than the product's.
    pub classification: Option<&'static str>,
    /// What it means, and in which unit.
    pub description: Option<String>,
    /// The same as safe HTML, on one line.
    pub description_html: Option<String>,
    /// Values as they really occur.
    pub examples: Vec<String>,
    /// The values that it may have.
    #[serde(rename = "enum")]
    pub accepted: Vec<String>,
    /// The value that readers assume where a row has none.
    pub default: Option<String>,
    /// The field that every value occurs in.
    pub references: Option<FieldReference>,
}

/// The field of an input port that every value of another occurs in.
#[derive(Debug, Clone, Serialize)]
pub struct FieldReference {
    /// The input port.
    pub port: String,
    /// Its field.
    pub field: String,
    /// The page of the product that the port reads.
    pub href: Option<String>,
}
