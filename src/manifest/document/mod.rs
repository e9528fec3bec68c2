//! The manifest, typed: what `data-product.yaml` may say, section by section.
//!
//! These types only describe the file. What the sections mean together is checked in
//! [`check`](super::check); defaults are applied before, in [`resolve`](super::resolve), so that
//! an `Option` here means that saying nothing is an answer. The JSON Schema of the manifest is
//! generated from these types, and so is its reference in the book.

mod access;
mod field;
mod lineage;
mod metadata;
mod ports;
mod previous;
mod quality;
mod slo;

pub use access::{Access, Classification, Consumer, Permission, Privacy, Role};
pub use field::{Field, FieldName, Mask, Reference};
pub use lineage::{Downstream, Join, JoinKind, Lineage, Transformation, TransformationExample, Upstream};
pub use metadata::{Metadata, Owner};
pub use ports::{Cdc, InputFreshness, InputPort, Location, OutputPort};
pub use previous::{Acknowledgement, Previous};
pub use quality::{Quality, QualityTest, TestKind, TestSeverity};
pub use slo::{Accuracy, Availability, Completeness, Freshness, Slo};

use std::num::NonZeroU32;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::value::{Id, ProductId, SemanticVersion, Text};

/// The file name of a manifest.
pub const FILE_NAME: &str = "data-product.yaml";

/// A data product: the single source of truth that everything else is rendered from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "DataProduct")]
pub struct Manifest {
    /// The version of this format.
    pub api_version: ApiVersion,
    /// What the file describes.
    pub kind: Kind,
    /// Which product this is, and whose.
    pub metadata: Metadata,
    /// What the product promises, and how it is made.
    pub spec: Spec,
}

/// The version of the manifest format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum ApiVersion {
    /// The first and only version.
    #[serde(rename = "datamesh.io/v1")]
    V1,
}

/// What a manifest describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Kind {
    /// A data product.
    DataProduct,
}

/// What the product promises, and how it is made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spec {
    /// The kind of product: `source-aligned`, `aggregate`, `consumer-aligned`, or what a pack adds.
    pub archetype: Id,
    /// What one row is, what the product is for, and what it leaves out.
    pub description: Text,
    /// Where the data comes from.
    #[schemars(length(min = 1))]
    pub input_ports: Vec<InputPort>,
    /// How consumers reach the data. The first one is the primary port.
    #[schemars(length(min = 1))]
    pub output_ports: Vec<OutputPort>,
    /// The contract with consumers: the fields and how they may change.
    pub schema: SchemaContract,
    /// The service levels that the owner promises.
    pub slo: Slo,
    /// Checks on the data beyond those that the contract and the service levels imply.
    #[serde(default, skip_serializing_if = "Quality::is_empty")]
    pub quality: Quality,
    /// Upstream systems and products, the transformations between, and who builds on the product.
    #[serde(default, skip_serializing_if = "Lineage::is_empty")]
    pub lineage: Lineage,
    /// Who may see the data, for how long it is kept, and how personal data is protected.
    pub access: Access,
    /// Continuous integration.
    pub ci: Ci,
    /// Answers to the options that the pack declares.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub options: IndexMap<String, Json>,
}

/// The contract with consumers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchemaContract {
    /// The version of the schema. Its major number is the product's.
    pub version: SemanticVersion,
    /// Which changes are compatible, by the rules of Avro's schema resolution.
    pub evolution: Evolution,
    /// Which meaning of a row this is: 1, and one more each time rows come to mean something else while no field
    /// changes (a row was an order, and is an order's line).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub semantics: Option<NonZeroU32>,
    /// The fields of one row, in the order consumers see them.
    #[schemars(length(min = 1))]
    pub fields: Vec<Field>,
    /// Earlier major versions that are still served beside this one, each until its last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<Previous>,
}

/// A compatibility mode, named as in the Confluent Schema Registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Evolution {
    /// No check.
    None,
    /// The new schema reads data of the last one.
    Backward,
    /// The new schema reads data of every earlier one.
    BackwardTransitive,
    /// The last schema reads data of the new one.
    Forward,
    /// Every earlier schema reads data of the new one.
    ForwardTransitive,
    /// Both directions, against the last schema.
    Full,
    /// Both directions, against every earlier schema.
    FullTransitive,
}

impl Evolution {
    /// The mode as a manifest and a registry write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        }
    }
}

/// Continuous integration.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ci {
    /// Which provider's workflow is rendered.
    pub provider: Id,
}

impl Manifest {
    /// The id of the product: `<domain>.<name>`.
    pub fn id(&self) -> ProductId {
        ProductId { domain: self.metadata.domain.clone(), name: self.metadata.name.clone() }
    }

    /// The columns of an input: its own, or the columns that the product needs where it names none.
    pub fn columns<'a>(&'a self, port: &'a InputPort) -> Vec<&'a Field> {
        if port.fields.is_empty() { self.columns_of_logic() } else { port.fields.iter().collect() }
    }

    /// The JSON Schema of the manifest (draft 2020-12).
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
