//! The files that describe a pack: `pack.yaml`, `archetype.yaml`, `ci.yaml`.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::OptionSpec;
use crate::manifest::document::Field;

/// `pack.yaml`: the pack's name, and what it decides for every product.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackFile {
    /// The pack's name.
    pub name: String,
    /// Its version (semantic).
    pub version: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The pack that this one is laid over.
    #[serde(default)]
    pub extends: Option<String>,
    /// The organisation that the products belong to.
    #[serde(default)]
    pub organisation: Organisation,
    /// The dialect that every product is developed on, and the dbt target that uses it.
    #[serde(default)]
    pub development: Development,
    /// Columns that every product's table carries for its operators, beyond the contract.
    #[serde(default)]
    pub header: Vec<Field>,
    /// What holds where a manifest says nothing.
    #[serde(default = "empty")]
    pub defaults: Json,
    /// What a new product starts with: offered at a prompt, taken with `--yes`.
    #[serde(default = "empty")]
    pub starter: Json,
    /// What the packs below have and this one does not: paths inside the pack, of files or of whole folders, such as
    /// `product/CODEOWNERS` or `ports/aws`. A `*` stands for any part of a name.
    #[serde(default)]
    pub remove: Vec<String>,
    /// What the pack asks of every product, answered in the manifest at `spec.options`. An option that a lower pack
    /// declares takes the keys that are given here, and keeps the others.
    #[serde(default)]
    #[schemars(with = "Vec<OptionSpec>")]
    pub options: Vec<Map<String, Json>>,
    /// Where files go, and who owns them.
    #[serde(default)]
    pub files: Vec<FileRule>,
}

fn empty() -> Json {
    Json::Object(Map::new())
}

/// The organisation that the products belong to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organisation {
    /// Its name, for people.
    #[serde(default)]
    #[schemars(extend("x-text" = true))]
    pub name: String,
    /// The reversed domain name that namespaces begin with: `com.example`.
    #[serde(default)]
    pub namespace: String,
}

/// Where every product is developed: on one machine, with no account.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Development {
    /// The dialect, a table of `types/`.
    #[serde(default)]
    pub dialect: String,
}

impl PackFile {
    /// This pack with another laid over it.
    #[must_use]
    pub fn overlaid(mut self, over: Self) -> Self {
        self.name = over.name;
        self.version = over.version;
        self.description = over.description;
        self.extends = over.extends;
        if !over.organisation.name.is_empty() {
            self.organisation.name = over.organisation.name;
        }
        if !over.organisation.namespace.is_empty() {
            self.organisation.namespace = over.organisation.namespace;
        }
        if !over.development.dialect.is_empty() {
            self.development = over.development;
        }
        if !over.header.is_empty() {
            self.header = over.header;
        }
        merge(&mut self.defaults, over.defaults);
        merge(&mut self.starter, over.starter);
        self.options.extend(over.options);
        self.files.retain(|rule| over.files.iter().all(|other| other.template != rule.template));
        self.files.extend(over.files);
        self
    }
}

/// Lays one tree over another: mappings are merged, everything else is replaced.
fn merge(base: &mut Json, over: Json) {
    match (base, over) {
        (Json::Object(base), Json::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Json::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// Where a template's file goes, and who owns it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileRule {
    /// The template, below the component's `product/`; a `*` at the end stands for any rest.
    pub template: String,
    /// The path in the product, itself a template. The template's path without `.tera` when it is left out.
    #[serde(default)]
    pub to: Option<String>,
    /// A list of the context: one file per element, which the template sees as `item`.
    #[serde(default)]
    pub each: Option<String>,
    /// An expression of the context: no file unless it holds.
    #[serde(default)]
    pub when: Option<String>,
    /// Who owns the file.
    #[serde(default)]
    pub owner: FileOwner,
    /// Where earlier versions of the pack wrote the file: paths like `to`. An update carries a team's edits from there.
    #[serde(default)]
    pub was: Vec<String>,
    /// Whether the file is made executable when it is created. Later the bit is the team's.
    #[serde(default)]
    pub executable: bool,
}

impl FileRule {
    /// Whether the rule speaks of this template.
    pub fn matches(&self, template: &str) -> bool {
        match self.template.strip_suffix('*') {
            Some(prefix) => template.starts_with(prefix),
            None => self.template == template,
        }
    }
}

/// Who owns a rendered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileOwner {
    /// The tool: rendered again every time.
    #[default]
    Generated,
    /// Both: a three-way merge of last render, disk and new render.
    Merged,
    /// The team: never touched after creation.
    Once,
}

impl FileOwner {
    /// The spelling in a pack and in a lock.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Merged => "merged",
            Self::Once => "once",
        }
    }
}

/// A word that is no owner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no owner: `generated`, `merged` or `once`")]
pub struct FileOwnerError;

impl FromStr for FileOwner {
    type Err = FileOwnerError;

    fn from_str(text: &str) -> Result<Self, FileOwnerError> {
        let owners = [Self::Generated, Self::Merged, Self::Once];
        owners.into_iter().find(|owner| owner.as_str() == text).ok_or(FileOwnerError)
    }
}

/// `archetype.yaml`: a kind of product.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Archetype {
    /// The name for people.
    pub title: String,
    /// When to choose it.
    pub description: String,
    /// What a new product of this archetype starts with.
    #[serde(default = "empty")]
    pub starter: Json,
}

/// `ci.yaml`: a provider of continuous integration.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CiProvider {
    /// The name for people.
    pub title: String,
    /// What it needs.
    #[serde(default)]
    pub description: String,
    /// Where files go, and who owns them.
    #[serde(default)]
    pub files: Vec<FileRule>,
}
