//! Port kinds: `port.yaml` for outputs, `input.yaml` for inputs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileRule, OptionSpec};

/// `port.yaml`: a kind of output port.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortKind {
    /// The name for people.
    pub title: String,
    /// What a port of this kind is.
    #[serde(default)]
    pub description: String,
    /// The dialect of its warehouse, a table of `types/`.
    pub dialect: String,
    /// Whether the kind brings Terraform.
    #[serde(default)]
    pub terraform: bool,
    /// How consumers may read. The first one is the default.
    #[serde(default)]
    pub access_modes: Vec<String>,
    /// The options of the port's `location`.
    #[serde(default)]
    pub location: Vec<OptionSpec>,
    /// How the platform names those who are granted access. Its `name` is `principal`.
    #[serde(default)]
    pub principal: Option<OptionSpec>,
    /// How dbt reaches the warehouse.
    #[serde(default)]
    pub dbt: Option<Dbt>,
    /// Where files go, and who owns them.
    #[serde(default)]
    pub files: Vec<FileRule>,
}

/// How dbt reaches a warehouse.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dbt {
    /// The adapter's type, as a profile names it.
    pub adapter: String,
    /// The target of the profile.
    #[serde(default)]
    pub target: Option<String>,
    /// The Python package, pinned.
    #[serde(default)]
    #[schemars(extend("x-text" = true))]
    pub requirement: Option<String>,
}

/// `input.yaml`: a kind of input port.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputKind {
    /// The name for people.
    pub title: String,
    /// What a port of this kind is.
    #[serde(default)]
    pub description: String,
    /// The options of the port's `location`.
    #[serde(default)]
    pub location: Vec<OptionSpec>,
    /// The option that names the relation which the source lands in.
    #[serde(default)]
    pub relation_from: Option<String>,
    /// How that option is read.
    #[serde(default)]
    pub relation_style: RelationStyle,
    /// The option that names an upstream data product.
    #[serde(default)]
    pub product_from: Option<String>,
}

/// How the option that names a relation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RelationStyle {
    /// `database.schema.table`: the last part is the table.
    #[default]
    Dotted,
    /// One name, whatever it holds: dots and dashes become underscores.
    Name,
    /// A path: the file's name without its extension.
    Path,
}
