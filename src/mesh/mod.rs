//! The mesh: `mesh.yaml` at the root of a repository with many products, or of an organisation.

pub mod check;
mod document;
pub mod drawing;
pub mod flow;
mod governance;
pub mod graph;
pub mod impact;
pub mod offer;
mod registry;
pub mod report;
pub mod scaffold;
mod survey;

pub use document::{Kind, MeshFile, Organisation, json_schema};
pub use drawing::Drawing;
pub use governance::{DomainOwner, DomainSettings, EvolutionSettings, PolicySettings, PolicySeverity};
pub use graph::Graph;
use graph::key;
pub use registry::RegistrySettings;
pub use survey::{Broken, Reads, Survey, Surveyed, reads};

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use indexmap::IndexMap;
use serde::Deserialize as _;
use serde_json::{Map, Value as Json, json};

use crate::diagnostics::output::plain;
use crate::diagnostics::{Finding, Report, Source as Text};
use crate::error::{Error, Result};
use crate::manifest::name::Name;
use crate::manifest::node::Node;
use crate::manifest::read;
use crate::manifest::shape::{BAD_VALUE, Shape};
use crate::pack::Pack;
use crate::pack::source::{Cache, Source};

/// The file name of a mesh.
pub const FILE_NAME: &str = "mesh.yaml";

/// A mesh that was read.
#[derive(Debug, Clone)]
pub struct Mesh {
    /// The folder of `mesh.yaml`, which its paths are relative to.
    pub root: PathBuf,
    /// Whose mesh it is.
    pub organisation: Organisation,
    /// The packs that products are made with, the lowest first.
    pub packs: Vec<Source>,
    /// What a new product starts with.
    pub defaults: Json,
    /// What the organisation says of policies.
    pub policies: PolicySettings,
    /// What holds for the products of one domain, by its name.
    pub domains: IndexMap<String, DomainSettings>,
    /// How contracts change.
    pub evolution: EvolutionSettings,
    /// The Schema Registry that products register their schemas with.
    pub registry: RegistrySettings,
    /// Other places with products of the mesh.
    pub repositories: Vec<Source>,
    /// The text of the file, for findings to point into.
    pub source: Text,
    /// The tree of the file.
    pub node: Node,
    products: GlobSet,
}

const BEGIN: &str = "begin with `apiVersion: datamesh.io/v1` and `kind: Mesh`, each at the start of a line; `mesh-cli init` writes a mesh.yaml";

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::new("the mesh", BEGIN, json_schema()));

impl Mesh {
    /// The mesh that a folder is in: the nearest `mesh.yaml` in the folder or above it.
    pub fn find(folder: &Path) -> Result<Option<Self>> {
        Self::file_of(folder)?.map(|path| Self::read(&path)).transpose()
    }

    /// The `mesh.yaml` of the mesh that a folder is in.
    pub fn file_of(folder: &Path) -> Result<Option<PathBuf>> {
        let folder = absolute(folder)?;
        Ok(folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file()))
    }

    /// Reads a `mesh.yaml`. Whatever is wrong with it is reported at once.
    pub fn read(path: &Path) -> Result<Self> {
        let document = read::read(path)?.or_begin(BEGIN);
        let source = document.source.at(from_here(path));
        let root = path.parent().unwrap_or(Path::new("")).to_owned();
        let refuse = |findings| Error::Mesh(Box::new(Report::new(Some(source.clone()), findings)));
        let node = document.node.map_err(|finding| refuse(vec![*finding]))?;
        let json = without_nulls(node.to_json());
        let file = MeshFile::deserialize(&json);
        let mut findings = file.as_ref().map_or_else(|_| SHAPE.findings::<MeshFile>(&node, &json), |_| Vec::new());
        let packs = sources("packs", &node, &json, &mut findings);
        let repositories = sources("repositories", &node, &json, &mut findings);
        if let Some(index) = repositories.iter().position(|source| *source == Source::Builtin) {
            let message = "what is built in holds no products";
            let finding = Finding::at(&BAD_VALUE, &node, format!("/repositories/{index}"), message);
            findings.push(finding.help("write a folder, or `git::<url>//<folder>?ref=<tag>`"));
        }
        let products = patterns(&node, &json, &mut findings);
        domains(&node, &json, &mut findings);
        registry::check(&node, &json, &mut findings);
        match file {
            Ok(file) if findings.is_empty() => Ok(Self {
                root,
                organisation: file.organisation,
                packs,
                defaults: Json::Object(file.defaults),
                policies: file.policies,
                domains: file.domains,
                evolution: file.evolution,
                registry: file.registry,
                repositories,
                source,
                node,
                products,
            }),
            _ => Err(refuse(findings)),
        }
    }

    /// The packs of the mesh, with what new products start with.
    pub fn pack(&self, cache: &Cache) -> Result<Pack> {
        let owner = |settings: &DomainSettings| Some(json!({ "metadata": { "owner": settings.owner.as_ref()? } }));
        let domains = self.domains.iter().filter_map(|(name, settings)| Some((name.clone(), owner(settings)?)));
        let domains = domains.collect();
        Ok(Pack::load(&self.packs, &self.root, cache)?.starting_with(self.defaults.clone(), domains))
    }

    /// Where a new product goes: `domains/<domain>/<name>`, in a mesh that is laid out so.
    pub fn place(&self, domain: &str, name: &str) -> Option<PathBuf> {
        let place = Path::new("domains").join(domain).join(name);
        let is_said = self.node.get("products").is_some() || self.root.join("domains").is_dir();
        (is_said && self.lists(&place)).then(|| self.root.join(place))
    }

    /// What is said of a domain, however its words are joined.
    pub fn domain(&self, name: &str) -> Option<&DomainSettings> {
        let alike = || self.domains.iter().find(|(known, _)| key(known) == key(name)).map(|(_, settings)| settings);
        self.domains.get(name).or_else(alike)
    }

    /// Whether a folder, relative to the root, is a place for products.
    pub fn lists(&self, folder: &Path) -> bool {
        self.products.is_match(folder)
    }
}

/// A key with nothing after it says nothing. What new products start with is a manifest's, and kept as it is.
fn without_nulls(mut json: Json) -> Json {
    if let Some(entries) = json.as_object_mut() {
        entries.retain(|_, value| !value.is_null());
        for (_, value) in entries.iter_mut().filter(|(key, _)| key.as_str() != "defaults") {
            *value = without_nulls(value.take());
        }
    }
    json
}

/// A domain that has no good name has no products either.
fn domains(node: &Node, json: &Json, findings: &mut Vec<Finding>) {
    let names = json.get("domains").and_then(Json::as_object).into_iter().flat_map(Map::keys);
    for name in names {
        if let Err(error) = name.parse::<Name>() {
            let pointer = format!("/domains/{}", name.replace('~', "~0").replace('/', "~1"));
            findings.push(Finding::at_key(&BAD_VALUE, node, pointer, error.to_string()));
        }
    }
}

/// The texts of a list, each with its index: also of a file with other faults, so that all of them are shown at once.
fn texts<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let items = json.get(key).and_then(Json::as_array).into_iter().flatten();
    items.enumerate().filter_map(|(index, text)| Some((index, text.as_str()?)))
}

/// The sources that a key lists. An archive holds a pack, and no products.
fn sources(key: &str, node: &Node, json: &Json, findings: &mut Vec<Finding>) -> Vec<Source> {
    let mut packs = Vec::new();
    for (index, text) in texts(json, key) {
        match text.parse::<Source>() {
            Ok(source) => packs.push(source),
            Err(error) => findings.push(
                Finding::at(&BAD_VALUE, node, format!("/{key}/{index}"), error.to_string())
                    .help("write a folder, `git::<url>//<folder>?ref=<tag>` or an archive with its digest"),
            ),
        }
    }
    packs
}

fn patterns(node: &Node, json: &Json, findings: &mut Vec<Finding>) -> GlobSet {
    let mut patterns = GlobSetBuilder::new();
    let anywhere = json.get("products").is_none().then_some((0, "**"));
    for (index, text) in texts(json, "products").chain(anywhere) {
        let pattern = text.trim_start_matches("./").trim_end_matches('/');
        match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(pattern) => drop(patterns.add(pattern)),
            Err(error) => findings.push(
                Finding::at(&BAD_VALUE, node, format!("/products/{index}"), error.to_string())
                    .help("write a folder, with `*` for any name and `**` for any folders: `domains/*/products/*`"),
            ),
        }
    }
    patterns.build().unwrap_or_default()
}

/// The whole path of a folder. No words are the folder that we are in, and `here/../there` is not below `here`.
pub(crate) fn absolute(folder: &Path) -> Result<PathBuf> {
    let named = Path::new(".").join(folder);
    std::path::absolute(&named).map(|path| plain(&path)).map_err(|source| Error::Read { path: named, source })
}

/// A path as a message shows it: below the folder that the program runs in, where it is.
pub(crate) fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
