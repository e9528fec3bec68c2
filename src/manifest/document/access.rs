//! Who may see the data, for how long it is kept, and how personal data is protected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FieldName, Mask};
use crate::manifest::name::Name;
use crate::manifest::value::{Duration, Email, ProductId, Text};

/// Who may see the data, for how long it is kept, and how personal data is protected.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Access {
    /// How sensitive the data is.
    pub classification: Classification,
    /// For how long the data is kept.
    pub retention: Duration,
    /// Who reads the product, and what for. A consumer is declared here before access is granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumers: Vec<Consumer>,
    /// Roles of the platform, and what they may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// How personal data is protected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
}

/// How sensitive data is, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Classification {
    /// For everybody.
    Public,
    /// For everybody inside the organisation.
    Internal,
    /// For those who need it.
    Confidential,
    /// For those who are named.
    Restricted,
}

impl Classification {
    /// The spelling in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Restricted => "restricted",
        }
    }
}

/// Who reads the product, and what for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consumer {
    /// The domain that reads.
    pub domain: Name,
    /// The product that is built from the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// The role that is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Name>,
    /// What the data is used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Text>,
    /// Who is granted access, as the platform of the output port names it: a group, a role. No grant is made without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Text>,
    /// Whom to tell about a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Email>,
}

/// A role of the platform, and what it may do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// The role's name.
    pub name: Name,
    /// What it may do.
    pub permissions: Vec<Permission>,
}

/// What a role may do with the product's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Permission {
    /// Read rows.
    Select,
    /// Add rows.
    Insert,
    /// Change rows.
    Update,
    /// Remove rows.
    Delete,
}

/// How personal data is protected.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Privacy {
    /// The fields that hold personal data. Each of them is marked `pii: true` in the schema. An empty list says that
    /// there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pii_fields: Option<Vec<FieldName>>,
    /// How personal fields are shown to consumers, unless a field says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masking: Option<Mask>,
}
