//! A policy, as everything else in the program sees it.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use super::metadata::{Examples, Metadata, Reads};
use super::parameter::ParameterSpec;
use crate::diagnostics::{Report, Rule, Severity};
use crate::mesh::PolicySeverity;

/// Who a policy comes from. A lower layer adds and tightens, and weakens nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase", tag = "layer", content = "name")]
pub enum Layer {
    /// The packs and `mesh.yaml`: with the name of the pack, or of the folder.
    Organisation(String),
    /// A domain, by its name.
    Domain(String),
    /// A product, by its id.
    Product(String),
}

/// A policy with what its layers say of it.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The id: `SLO-003`.
    pub id: String,
    /// What it asks for, in a few words.
    pub title: String,
    /// What it asks for, in a sentence or two.
    pub description: String,
    /// The group that it is counted in.
    pub category: String,
    /// How bad it is to break it, with all layers heard; nothing where the organisation switched it off.
    pub severity: PolicySeverity,
    /// How bad it is by its own metadata.
    pub declared: Severity,
    /// How much it counts in the score.
    pub weight: u32,
    /// The version that brought it.
    pub since: Option<String>,
    /// Whether it can be waived.
    pub waivable: bool,
    /// Why it exists.
    pub rationale: String,
    /// What to do when it is broken.
    pub remediation: String,
    /// What it reads beyond the manifest.
    pub reads: Vec<Reads>,
    /// Its parameters.
    pub parameters: IndexMap<String, Parameter>,
    /// What keeps it, and what breaks it.
    pub examples: Examples,
    /// Who it comes from.
    pub layer: Layer,
    /// Its file, as messages name it.
    pub file: String,
    /// Its Rego package, without `data.`: `policies.slo_003`.
    pub package: String,
    /// The rule that its findings name.
    pub rule: Cow<'static, Rule>,
}

/// A parameter with its values.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// What may be set.
    pub spec: ParameterSpec,
    /// The value of the policy itself.
    pub default: Json,
    /// The value that counts.
    pub value: Json,
}

impl Policy {
    pub(super) fn new(metadata: Metadata, layer: Layer, file: String) -> Self {
        let Metadata { title, description, related_resources, custom, .. } = metadata;
        let help = related_resources.into_iter().next().map(|resource| Cow::Owned(resource.reference.to_string()));
        let rule = Rule {
            id: Cow::Owned(custom.id.clone()),
            summary: Cow::Owned(title.to_string()),
            why: Cow::Owned(custom.rationale.to_string()),
            help_uri: help,
        };
        let parameters = custom
            .parameters
            .into_iter()
            .map(|(name, spec)| (name, Parameter { spec, default: Json::Null, value: Json::Null }))
            .collect();
        let declared = Severity::from(custom.severity);
        Self {
            package: package_of(&custom.id),
            id: custom.id,
            title: title.to_string(),
            description: description.to_string(),
            category: custom.category,
            severity: declared.into(),
            declared,
            weight: custom.weight,
            since: custom.since.map(|version| version.to_string()),
            waivable: custom.waivable,
            rationale: custom.rationale.to_string(),
            remediation: custom.remediation.to_string(),
            reads: custom.reads,
            parameters,
            examples: custom.examples,
            layer,
            file,
            rule: Cow::Owned(rule),
        }
    }
}

/// The Rego package of a policy: `SLO-003` is `policies.slo_003`.
pub(super) fn package_of(id: &str) -> String {
    format!("policies.{}", id.to_lowercase().replace('-', "_"))
}

impl From<Severity> for PolicySeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// What the policies say of one product.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The id of the product; its place where the manifest does not say one.
    pub product: String,
    /// Its domain, where the manifest says one.
    pub domain: Option<String>,
    /// What the form of the manifest is called, where it is not ours.
    pub read_as: Option<String>,
    /// Whether the manifest is no YAML, so that no policy could judge it.
    pub unread: bool,
    /// What was found: of the manifest, then of other files of the product.
    pub reports: Vec<Report>,
    /// Each policy that was judged, in the order of their ids.
    pub results: Vec<PolicyResult>,
}

/// How a product stands to a policy.
#[derive(Debug, Clone)]
pub struct PolicyResult {
    /// The policy.
    pub policy: Arc<Policy>,
    /// How many things were judged; none where there is nothing of the kind that the policy speaks of.
    pub subjects: usize,
    /// How many of them break it.
    pub failed: usize,
}
