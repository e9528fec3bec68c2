//! What `mesh.yaml` may say of the Schema Registry.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::diagnostics::Finding;
use crate::manifest::node::Node;
use crate::manifest::shape::BAD_VALUE;
use crate::manifest::value::Duration;
use crate::schema_registry::{Address, fault_of_pattern};

/// The pause before each try is twice as long as the one before.
const MOST_RETRIES: u64 = 10;

/// The Schema Registry that products register their schemas with. Who we are to it is said in the environment, never here.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrySettings {
    /// Where it is: `https://registry.example.com`.
    #[serde(default)]
    pub url: Option<String>,
    /// The subject of a product's schema: a template over `domain`, `name`, `major` and `record`, the full name of the
    /// Avro record. Each major version has a subject of its own. `<domain>.<name>-v<major>` when it is left out.
    #[serde(default)]
    pub subject: Option<String>,
    /// How long one answer may take. 10 seconds when it is left out.
    #[serde(default)]
    pub timeout: Option<Duration>,
    /// How often a request that failed for the moment is tried again. 3 times when it is left out.
    #[serde(default)]
    #[schemars(range(max = MOST_RETRIES))]
    pub retries: Option<u8>,
    /// The file with the certificate authorities to trust (PEM), relative to this file. Those of the machine when it is
    /// left out.
    #[serde(default)]
    pub ca_file: Option<String>,
}

/// What is wrong with the values, also in a file with other faults.
pub(super) fn check(node: &Node, json: &Json, findings: &mut Vec<Finding>) {
    let text = |key: &str| json.pointer(&format!("/registry/{key}")).and_then(Json::as_str);
    if let Some(Err(message)) = text("url").map(str::parse::<Address>) {
        findings.push(Finding::at(&BAD_VALUE, node, "/registry/url", message));
    }
    if json.pointer("/registry/retries").and_then(Json::as_u64).is_some_and(|retries| retries > MOST_RETRIES) {
        let message = format!("a request is tried again at most {MOST_RETRIES} times");
        findings.push(Finding::at(&BAD_VALUE, node, "/registry/retries", message));
    }
    if let Some(message) = text("subject").and_then(fault_of_pattern) {
        let example = "write a template such as `<{ domain.snake }>.<{ name.snake }>-v<{ major }>`, or `<{ record }>`";
        findings.push(Finding::at(&BAD_VALUE, node, "/registry/subject", message).help(example));
    }
}
