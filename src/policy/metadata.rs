//! What a policy says of itself: the YAML in the comment before its `package`, as OPA's annotations are written.

use std::sync::LazyLock;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::parameter::ParameterSpec;
use super::rules;
use crate::diagnostics::{Finding, Severity, Source};
use crate::manifest::node::{Node, Origin};
use crate::manifest::read;
use crate::manifest::shape::{Shape, publish};
use crate::manifest::value::{SemanticVersion, Text, Url};

/// The metadata of a policy.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Policy")]
pub struct Metadata {
    /// What the metadata is about: the package.
    pub scope: Scope,
    /// What the policy asks for, in a few words.
    pub title: Text,
    /// What it asks for, in a sentence or two.
    pub description: Text,
    /// Where more is said. People are sent to the first one.
    #[serde(default)]
    pub related_resources: Vec<Resource>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<Json>,
    /// For which organisations.
    #[serde(default)]
    pub organizations: Vec<Text>,
    /// What OPA does not know, and mesh-cli asks for.
    pub custom: Custom,
}

/// What the metadata is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Scope {
    /// The whole package.
    Package,
}

/// Where more is said.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The address.
    #[serde(rename = "ref")]
    pub reference: Url,
    /// What is found there.
    #[serde(default)]
    pub description: Option<Text>,
}

/// What mesh-cli asks for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Custom {
    /// The id: capital letters and digits in words, joined by dashes, the last word a number: `SLO-003`.
    #[schemars(regex(pattern = "^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]+$"))]
    pub id: String,
    /// The group that it is counted in: `slo`.
    #[schemars(regex(pattern = "^[a-z][a-z0-9-]*$"))]
    pub category: String,
    /// How bad it is to break it: results of `deny` are errors, results of `warn` are warnings.
    pub severity: Level,
    /// How much it counts in the score.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 100))]
    pub weight: u32,
    /// The version of mesh-cli or of the pack that brought it.
    #[serde(default)]
    pub since: Option<SemanticVersion>,
    /// Whether a waiver can let a product break it for a time.
    #[serde(default = "yes")]
    pub waivable: bool,
    /// Why the policy exists.
    pub rationale: Text,
    /// What to do when it is broken.
    pub remediation: Text,
    /// What it reads beyond the manifest. What nobody asks for is not read.
    #[serde(default)]
    pub reads: Vec<Reads>,
    /// What organisations, domains and products may set. The defaults stand in `defaults` of the Rego.
    #[serde(default)]
    pub parameters: IndexMap<String, ParameterSpec>,
    /// Manifests, or parts of them, that show what is meant. `mesh-cli policy test` judges them.
    pub examples: Examples,
}

/// How bad it is to break a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Level {
    /// The product fails.
    Error,
    /// Worth knowing.
    Warning,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
        }
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

/// What a policy reads beyond the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Reads {
    /// The dbt project: `input.artefacts.dbt`.
    Dbt,
    /// The Avro schemas: `input.artefacts.avro`.
    Avro,
    /// The Terraform files: `input.artefacts.terraform`.
    Terraform,
    /// The paths of the product's files: `input.files`.
    Files,
    /// All products of the mesh: `input.mesh.products`. In a large mesh, this costs more than all else.
    Mesh,
    /// The products that this one is made from, and what those are made from: `input.mesh.upstream`.
    Upstream,
}

impl Reads {
    /// Whether files of the product are read, and not only manifests.
    pub fn of_files(self) -> bool {
        !matches!(self, Self::Mesh | Self::Upstream)
    }
}

/// What keeps a policy, and what breaks it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// YAML that the policy finds nothing in.
    pub pass: String,
    /// YAML that it finds something in.
    pub fail: String,
}

impl Custom {
    /// What the types alone do not say.
    fn is_well_formed(&self) -> bool {
        is_category(&self.category) && is_id(&self.id) && (1..=100).contains(&self.weight)
    }
}

/// Whether a text is the name of a category: `slo`.
pub(super) fn is_category(text: &str) -> bool {
    let lower = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(lower)
}

/// Whether a text is an id: `SLO-003`.
pub(super) fn is_id(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.split('-').all(word)
        && text.rsplit_once('-').is_some_and(|(_, last)| number(last))
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

/// The JSON Schema of the metadata.
pub fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<Metadata>().to_value();
    publish(&mut schema);
    schema
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let begin = "begin with `# scope: package`, `# title:`, `# description:` and `# custom:`";
    Shape::new("the metadata", begin, json_schema())
});

/// The metadata of a policy, with its tree; its places are places in the text of the policy.
pub(super) fn read(source: &Source) -> Result<(Metadata, Node), Vec<Finding>> {
    let Some(yaml) = block(&source.text) else {
        let start = source.text.find("package ").unwrap_or(0);
        let origin = Origin::File { start, end: source.text.len() };
        let mut finding = Finding::at(&rules::METADATA, &Node::default(), "", "the policy has no `# METADATA`");
        finding.origin = origin;
        return Err(vec![
            finding.help("begin with the metadata; `mesh-cli policy new` writes a policy with all of it"),
        ]);
    };
    let document = read::parse(Source::new(source.path.clone(), yaml));
    let node = document.node.map_err(|finding| vec![about_metadata(*finding)])?;
    let json = node.to_json();
    match Metadata::deserialize(&json) {
        Ok(metadata) if metadata.custom.is_well_formed() => Ok((metadata, node)),
        _ => Err(SHAPE.findings::<Metadata>(&node, &json).into_iter().map(about_metadata).collect()),
    }
}

/// A finding of the YAML is one about the policy.
fn about_metadata(finding: Finding) -> Finding {
    Finding { rule: rules::METADATA.shared(), ..finding }
}

/// The YAML of the annotation before the `package`: everything else is blanked, so that each byte stays where it is.
fn block(text: &str) -> Option<String> {
    let mut yaml = String::with_capacity(text.len());
    let mut state = State::Before;
    for line in text.split_inclusive('\n') {
        let comment = line.strip_prefix('#');
        match (state, comment) {
            (State::Inside, Some(rest)) => {
                yaml.push(' ');
                yaml.push_str(rest);
                continue;
            }
            (State::Before, Some(rest)) if rest.trim() == "METADATA" => state = State::Inside,
            (State::Inside, None) => state = State::After,
            (State::Before, None) if line.starts_with("package ") => return None,
            _ => {}
        }
        yaml.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
    (state != State::Before).then_some(yaml)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Inside,
    After,
}
