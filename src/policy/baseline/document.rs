//! What a baseline says. The program writes it; people read it, and take lines out.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::diagnostics::{Identity, Severity};
use crate::manifest::document::ApiVersion;
use crate::manifest::shape::publish;
use crate::policy::metadata::Level;

/// A file with the findings that were there before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Baseline")]
pub(super) struct BaselineFile {
    /// The version of this format.
    #[expect(dead_code, reason = "reading it checks it")]
    api_version: ApiVersion,
    /// What the file describes.
    #[expect(dead_code, reason = "reading it checks it")]
    kind: Kind,
    /// The findings, one in a line.
    #[serde(default)]
    pub(super) findings: Vec<Known>,
}

/// What the file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
enum Kind {
    /// Findings that were there before.
    Baseline,
}

/// A finding that is known. The fingerprint counts; the rest is for people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Known {
    /// What the finding is recognised by.
    pub fingerprint: String,
    /// How bad it is. One that has become worse is another.
    pub severity: Level,
    /// The product.
    pub product: String,
    /// The rule.
    pub rule: String,
    /// The file of the product.
    pub file: String,
    /// The place in the file.
    pub path: String,
}

impl Known {
    /// A finding of a product.
    pub(super) fn new(identity: &Identity, severity: Severity) -> Option<Self> {
        let Identity { product, rule, file, path, .. } = identity.clone();
        let (fingerprint, severity) = (identity.fingerprint(), severity.into());
        Some(Self { fingerprint, severity, product: product?, rule, file, path })
    }

    /// What is found, and where.
    pub(super) fn place(&self) -> String {
        let path = if self.path.is_empty() { String::new() } else { format!(", {}", self.path) };
        format!("{}: {}{path}", self.product, self.file)
    }

    /// What findings are put in order by.
    pub(super) fn key(&self) -> (&str, &str, &str, &str, &str) {
        (&self.product, &self.rule, &self.file, &self.path, &self.fingerprint)
    }

    /// The finding in a line of YAML.
    pub(super) fn line(&self) -> String {
        let Self { fingerprint, severity, product, rule, file, path } = self;
        let severity = match severity {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let text = |text: &str| Json::String(text.to_owned());
        let (product, rule, file, path) = (text(product), text(rule), text(file), text(path));
        format!(
            "  - {{ fingerprint: \"{fingerprint}\", severity: {severity}, product: {product}, rule: {rule}, file: {file}, path: {path} }}\n"
        )
    }
}

/// What a baseline is held against.
pub(super) fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<BaselineFile>().to_value();
    publish(&mut schema);
    schema
}
