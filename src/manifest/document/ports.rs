//! Where data comes from, and how consumers reach it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Field, FieldName};
use crate::manifest::name::Name;
use crate::manifest::value::{Duration, Id, Text};

/// Where a port's data is, by the options that its kind declares: `table`, `topic`, `dataset`, …
pub type Location = IndexMap<String, Json>;

/// Where data comes from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputPort {
    /// The port's name.
    pub name: Name,
    /// What kind of source it is: `postgres`, `kafka`, `product`, `file`, or what a pack adds.
    pub kind: Id,
    /// The system that the data comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Name>,
    /// What the source holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Where the data is, by the options of the kind.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub location: Location,
    /// Change data capture, where the source is replicated by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cdc: Option<Cdc>,
    /// How stale the source may become.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness: Option<InputFreshness>,
    /// The source's columns, where they are known. Left out, they are taken to be the product's fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

impl InputPort {
    /// The name of a column in the source: as declared, or the product's field where nothing is declared.
    pub fn column_name(&self, field: &Field) -> String {
        if self.fields.is_empty() { field.snake() } else { field.name.to_string() }
    }
}

/// Change data capture.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cdc {
    /// The tool that captures the changes.
    pub tool: Text,
    /// The boolean column that marks a deleted row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_column: Option<FieldName>,
}

/// How stale a source may become before its owner is told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputFreshness {
    /// The timestamp column that says when a row arrived.
    pub column: FieldName,
    /// The age that warns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Duration>,
    /// The age that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Duration>,
}

/// How consumers reach the data.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutputPort {
    /// The port's name.
    pub name: Name,
    /// The platform: `duckdb`, `bigquery`, `aws`, or what a pack adds.
    pub kind: Id,
    /// How consumers read: one of the modes that the kind offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_mode: Option<Name>,
    /// Where the data is, by the options of the kind.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub location: Location,
}
