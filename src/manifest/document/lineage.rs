//! Where the data comes from, what happens to it, and who builds on it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::manifest::name::Name;
use crate::manifest::value::{ProductId, Text};

/// Where the data comes from, what happens to it, and who builds on it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lineage {
    /// Upstream systems and products beyond those of the input ports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<Upstream>,
    /// How the inputs become the product. The results are put together with `union all`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transformations: Vec<Transformation>,
    /// Products that build on this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub downstream: Vec<Downstream>,
}

impl Lineage {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.upstream.is_empty() && self.transformations.is_empty() && self.downstream.is_empty()
    }
}

/// An upstream system or product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Upstream {
    /// The system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<Name>,
    /// The data product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// What comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
}

/// A product that builds on this one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Downstream {
    /// The product.
    pub product: ProductId,
    /// What it uses the data for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
}

/// How rows of one input become rows of the product.
///
/// A transformation with `from` gives the first version of the team's intermediate model; one
/// without it only documents work that is done elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transformation {
    /// The name of the step.
    pub name: Name,
    /// What the step does, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The tool that does it.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub tool: Option<Name>,
    /// The tool's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Text>,
    /// Where its code is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<Text>,
    /// The input port that the rows come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Name>,
    /// Other input ports joined to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<Join>,
    /// Which rows take part (SQL).
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    /// What the rows are grouped by (SQL).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<Text>,
    /// Field of the product → expression (SQL) over the inputs. A field left out is taken from the column of the same name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub columns: IndexMap<Name, Text>,
    /// Cases that show what the step does, run as dbt unit tests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<TransformationExample>,
}

/// An input port joined to another.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Join {
    /// The input port.
    pub port: Name,
    /// Which rows are kept. `left` when it is left out.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<JoinKind>,
    /// The condition (SQL).
    pub on: Text,
}

/// Which rows of a join are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum JoinKind {
    /// Rows with a partner.
    Inner,
    /// All rows of the input, with or without a partner.
    Left,
}

/// A case: rows of the inputs, and the rows of the product that come of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransformationExample {
    /// What the case shows.
    pub name: Name,
    /// Input port → its rows. Columns left out are null.
    pub given: IndexMap<Name, Vec<IndexMap<String, Json>>>,
    /// The rows that come out. Only the columns named are compared.
    pub expect: Vec<IndexMap<String, Json>>,
}
