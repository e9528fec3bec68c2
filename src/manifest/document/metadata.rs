//! Which product this is, and whose.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::manifest::name::Name;
use crate::manifest::value::{Email, SemanticVersion, Text, Url};

/// Which product this is, and whose.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    /// The business capability that the product belongs to.
    pub domain: Name,
    /// The product's name inside its domain.
    pub name: Name,
    /// The version of the product. A change that breaks a consumer raises its major number.
    pub version: SemanticVersion,
    /// The name for people. Derived from `name` when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Who answers for the product.
    pub owner: Owner,
    /// The product's page in the data catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_url: Option<Url>,
    /// Words to find the product by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Name>,
}

/// Who answers for the product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Owner {
    /// The team.
    pub team: Text,
    /// Where to write to.
    pub email: Email,
    /// Who is called when a service level is missed: a rotation, a pager address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_call: Option<Text>,
    /// Where to ask: a chat channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
}
