//! Packs: what platform teams own. Templates, port kinds, archetypes, CI providers, defaults,
//! all of it files in folders; adding one is adding a folder.

mod files;
mod kinds;
mod model;
mod options;
mod types;

pub use files::Files;
pub use kinds::{Dbt, InputKind, PortKind, RelationStyle};
pub use model::{Archetype, CiProvider, Development, FileOwner, FileRule, Organisation, PackFile};
pub use options::{OptionSpec, OptionType};
pub use types::Dialects;

use std::path::Path;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::manifest::Draft;
use crate::manifest::node::{Node, Origin};
use crate::render;
use crate::sample::Pools;

/// The folder of output-port kinds inside a pack.
const PORTS: &str = "ports";
/// The folder of input-port kinds inside a pack.
const INPUTS: &str = "inputs";
/// The folder of archetypes inside a pack.
const ARCHETYPES: &str = "archetypes";
/// The folder of CI providers inside a pack.
const CI: &str = "ci";

/// A loaded pack: its files, and what `pack.yaml` says about them.
pub struct Pack {
    /// `pack.yaml`.
    pub about: PackFile,
    files: Files,
    dialects: OnceLock<Dialects>,
    pools: OnceLock<Pools>,
    digest: OnceLock<String>,
}

impl Pack {
    /// The pack that is built into the binary.
    pub fn builtin() -> Result<Self> {
        Self::from_files(Files::builtin())
    }

    /// The built-in pack with a folder laid over it, file by file.
    pub fn with_overlay(folder: &Path) -> Result<Self> {
        let mut files = Files::builtin();
        let base: PackFile = read_yaml(&files, "pack.yaml")?;
        let overlay = Files::from_folder(folder)?;
        let about = match overlay.get("pack.yaml") {
            Some(_) => base.overlaid(read_yaml(&overlay, "pack.yaml")?)?,
            None => return Err(Error::Pack { message: format!("{} holds no pack.yaml", folder.display()) }),
        };
        files.overlay(overlay);
        Ok(Self { about, files, dialects: OnceLock::new(), pools: OnceLock::new(), digest: OnceLock::new() })
    }

    fn from_files(files: Files) -> Result<Self> {
        Ok(Self {
            about: read_yaml(&files, "pack.yaml")?,
            files,
            dialects: OnceLock::new(),
            pools: OnceLock::new(),
            digest: OnceLock::new(),
        })
    }

    /// The pack's files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The digest of all files: two packs with one digest render alike.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| self.files.digest())
    }

    /// The spellings of logical types, one table per dialect.
    pub fn dialects(&self) -> Result<&Dialects> {
        if let Some(dialects) = self.dialects.get() {
            return Ok(dialects);
        }
        let dialects = Dialects::load(&self.files)?;
        Ok(self.dialects.get_or_init(|| dialects))
    }

    /// Believable values for sample data.
    pub fn pools(&self) -> Result<&Pools> {
        if let Some(pools) = self.pools.get() {
            return Ok(pools);
        }
        let pools = read_yaml(&self.files, "samples.yaml")?;
        Ok(self.pools.get_or_init(|| pools))
    }

    /// The ids of the output-port kinds, in alphabetical order.
    pub fn port_kinds(&self) -> Vec<&str> {
        self.files.folders(PORTS)
    }

    /// The output-port kind with this id.
    pub fn port_kind(&self, id: &str) -> Result<Option<PortKind>> {
        self.component(PORTS, id, "port.yaml")
    }

    /// The ids of the input-port kinds, in alphabetical order.
    pub fn input_kinds(&self) -> Vec<&str> {
        self.files.folders(INPUTS)
    }

    /// The input-port kind with this id.
    pub fn input_kind(&self, id: &str) -> Result<Option<InputKind>> {
        self.component(INPUTS, id, "input.yaml")
    }

    /// The ids of the archetypes, in alphabetical order.
    pub fn archetypes(&self) -> Vec<&str> {
        self.files.folders(ARCHETYPES)
    }

    /// The archetype with this id.
    pub fn archetype(&self, id: &str) -> Result<Option<model::Archetype>> {
        self.component(ARCHETYPES, id, "archetype.yaml")
    }

    /// The ids of the CI providers, in alphabetical order.
    pub fn ci_providers(&self) -> Vec<&str> {
        self.files.folders(CI)
    }

    /// The CI provider with this id.
    pub fn ci_provider(&self, id: &str) -> Result<Option<model::CiProvider>> {
        self.component(CI, id, "ci.yaml")
    }

    fn component<T: DeserializeOwned>(&self, folder: &str, id: &str, file: &str) -> Result<Option<T>> {
        let path = format!("{folder}/{id}/{file}");
        if self.files.get(&path).is_none() {
            return Ok(None);
        }
        read_yaml(&self.files, &path).map(Some)
    }

    /// The components that add files to a product with this port kind and CI provider: each folder with its rules.
    pub fn components(&self, port: &str, ci: &str) -> Result<Vec<Component>> {
        let mut components = vec![Component { root: String::new(), rules: self.about.files.clone() }];
        if let Some(kind) = self.port_kind(port)? {
            components.push(Component { root: format!("{PORTS}/{port}/"), rules: kind.files });
        }
        if let Some(provider) = self.ci_provider(ci)? {
            components.push(Component { root: format!("{CI}/{ci}/"), rules: provider.files });
        }
        Ok(components)
    }

    /// The fragments of a port kind: name → template path.
    pub fn fragments(&self, port: &str) -> Vec<(String, String)> {
        let folder = format!("{PORTS}/{port}/fragments/");
        self.files
            .below(&folder)
            .filter_map(|(path, _)| {
                let name = path[folder.len()..].strip_suffix(".tera")?;
                Some((name.to_owned(), path.to_owned()))
            })
            .collect()
    }

    /// What holds where a manifest says nothing.
    pub fn defaults(&self) -> Result<Node> {
        Ok(Node::from_json(self.about.defaults.clone(), &Origin::Default))
    }

    /// What a new product starts with, the most specific layer first: the archetype's, then the pack's.
    pub fn starters(&self, archetype: Option<&str>, draft: &Draft) -> Result<Vec<Node>> {
        let domain = draft.text("metadata.domain").unwrap_or_default();
        let name = draft.text("metadata.name").unwrap_or_default();
        let archetype =
            archetype.or_else(|| self.about.starter.pointer("/spec/archetype").and_then(serde_json::Value::as_str));
        let mut layers = Vec::new();
        if let Some(archetype) = archetype.map(|id| self.archetype(id)).transpose()?.flatten() {
            layers.push(archetype.starter);
        }
        layers.push(self.about.starter.clone());
        layers
            .into_iter()
            .map(|layer| Ok(Node::from_json(render::starter(layer, domain, name)?, &Origin::Default)))
            .collect()
    }
}

/// A part of a pack that adds files: the pack itself, a port kind, a CI provider.
pub struct Component {
    /// The folder inside the pack, with a slash at the end; empty for the pack itself.
    pub root: String,
    /// Where files go, and who owns them.
    pub rules: Vec<FileRule>,
}

fn read_yaml<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T> {
    let failed = |message: String| Error::Pack { message: format!("{path}: {message}") };
    let text = files.text(path).ok_or_else(|| failed("no such text file".to_owned()))?;
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    serde_yaml::from_str_with_options(text, options).map_err(|error| failed(error.to_string()))
}
