//! `policies.yaml`: what a product says of the policies that judge it.

use std::path::Path;
use std::sync::LazyLock;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::diagnostics::{Finding, Source};
use crate::error::Result;
use crate::manifest::document::ApiVersion;
use crate::manifest::node::Node;
use crate::manifest::read;
use crate::manifest::shape::{Shape, publish};
use crate::mesh::PolicySeverity;

use super::module::from_here;

/// The file, beside the manifest of a product.
pub const FILE_NAME: &str = "policies.yaml";

/// `policies.yaml`, beside a manifest: where a product holds itself to more than the layers above ask for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Policies")]
pub struct ProductPolicies {
    /// The version of this format.
    pub api_version: Option<ApiVersion>,
    /// What the file describes.
    pub kind: Option<Kind>,
    /// Tighter values for the parameters of policies, by the id of the policy and the name of the parameter.
    #[serde(default)]
    pub parameters: IndexMap<String, IndexMap<String, Json>>,
    /// How bad it is to break a policy, by its id: `error` where it is a warning elsewhere.
    #[serde(default)]
    pub severity: IndexMap<String, PolicySeverity>,
}

/// What the file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Kind {
    /// What a product says of policies.
    Policies,
}

/// The JSON Schema of `policies.yaml`, as it is published.
pub fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<ProductPolicies>().to_value();
    publish(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.insert("required".to_owned(), serde_json::json!(["apiVersion", "kind"]));
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/policies.json".into());
    }
    schema
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let begin = "begin with `apiVersion: datamesh.io/v1` and `kind: Policies`, each at the start of a line";
    Shape::new("the file", begin, json_schema())
});

/// What was read of a product's file.
#[derive(Default)]
pub(super) struct Read {
    pub said: ProductPolicies,
    pub source: Source,
    pub node: Node,
    pub findings: Vec<Finding>,
}

/// The file of the product in `root`, if it has one.
pub(super) fn read(root: &Path) -> Result<Option<Read>> {
    let path = root.join(FILE_NAME);
    if !path.is_file() {
        return Ok(None);
    }
    let document = read::read(Path::new(&from_here(&path)))?;
    let source = document.source;
    let node = match document.node {
        Ok(node) => node,
        Err(finding) => {
            let (said, node) = (ProductPolicies::default(), Node::default());
            return Ok(Some(Read { said, source, node, findings: vec![*finding] }));
        }
    };
    let json = node.to_json();
    Ok(Some(match ProductPolicies::deserialize(&json) {
        Ok(said) if said.api_version.is_some() && said.kind.is_some() => {
            Read { said, source, node, findings: Vec::new() }
        }
        _ => {
            let findings = SHAPE.findings::<ProductPolicies>(&node, &json);
            Read { said: ProductPolicies::default(), source, node, findings }
        }
    }))
}
