//! Earlier major versions that are still served beside the current one.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, FieldName};
use crate::manifest::name::Name;
use crate::manifest::value::{ConsumerId, Date, SemanticVersion, Text};

/// An earlier major version that is still served beside the current one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Previous {
    /// The last version of the schema with this major number.
    pub version: SemanticVersion,
    /// The day on which consumers were told to move on.
    pub deprecated: Date,
    /// The last day on which the version is served.
    pub removed: Date,
    /// The name under which consumers read the version. That of the current one with `_v<major>` behind it when it is
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<FieldName>,
    /// What consumers have to do to move on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The fields of one row, as the version promised them.
    #[schemars(length(min = 1))]
    pub fields: Vec<Field>,
    /// How fields are made (SQL) of the current columns, where a field of the same or the former name is not enough.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<Name, Text>,
    /// The consumers that have agreed to move on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged_by: Vec<Acknowledgement>,
}

/// A consumer's word that it knows of a change and will move on in time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledgement {
    /// Who agreed: a domain, or one of its products.
    pub consumer: ConsumerId,
    /// Who spoke for the consumer.
    pub by: Text,
    /// The day on which they did.
    pub on: Date,
    /// Where it can be looked up: a ticket, a pull request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text>,
}
