//! Packs: what platform teams own. Templates, port kinds, archetypes, CI providers, defaults,
//! all of it files in folders; adding one is adding a folder.

pub mod docs;
mod files;
mod kinds;
mod layer;
pub mod lint;
mod model;
mod options;
pub mod overview;
mod pools;
mod registry;
mod remove;
pub mod scaffold;
mod schema;
pub mod source;
mod stack;
pub mod trial;
mod types;

pub use files::Files;
pub use kinds::{Dbt, InputKind, PortKind, RelationStyle};
pub use layer::Layer;
pub use model::{Archetype, CiProvider, Development, FileOwner, FileRule, Organisation, PackFile};
pub use options::{Answer, Given, OptionSpec, OptionType, answers};
pub use pools::{Pool, Pools};
pub use schema::json_schema;
pub use types::Dialects;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use registry::Registry;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::interchange::Form;
use crate::manifest::node::{Node, Origin};
use crate::render::Engine;

/// The suffix of a template; a file without it is copied byte for byte.
pub const TEMPLATE_SUFFIX: &str = ".tera";
/// The folder of a component's templates.
pub const TEMPLATES: &str = "product/";
/// The folder of a pack's own tests: no part of what it renders.
pub const TESTS: &str = "tests";
/// The folder of output-port kinds inside a pack.
const PORTS: &str = "ports";
/// The folder of input-port kinds inside a pack.
const INPUTS: &str = "inputs";
/// The folder of archetypes inside a pack.
const ARCHETYPES: &str = "archetypes";
/// The folder of CI providers inside a pack.
const CI: &str = "ci";
/// The folder of other forms of manifest inside a pack.
const IMPORTS: &str = "imports/";
/// The file with believable values.
const SAMPLES: &str = "samples.yaml";

/// A loaded pack: its files, and what `pack.yaml` says about them.
pub struct Pack {
    /// `pack.yaml`.
    pub about: PackFile,
    layers: Vec<Layer>,
    /// What new products of a mesh start with, whatever the pack says.
    mesh_starter: Option<Json>,
    /// What new products of one domain of it start with before that, by the name of the domain.
    domain_starters: HashMap<String, Json>,
    files: Files,
    ports: Registry<PortKind>,
    inputs: Registry<InputKind>,
    archetypes: Registry<Archetype>,
    ci: Registry<CiProvider>,
    dialects: OnceLock<Dialects>,
    pools: OnceLock<Pools>,
    forms: OnceLock<Vec<Form>>,
    options: OnceLock<Vec<OptionSpec>>,
    digest: OnceLock<String>,
    engines: Mutex<HashMap<String, Arc<Engine>>>,
}

impl Pack {
    fn new(about: PackFile, files: Files, layers: Vec<Layer>) -> Self {
        Self {
            about,
            layers,
            mesh_starter: None,
            domain_starters: HashMap::new(),
            ports: Registry::new(&files, PORTS, "port.yaml"),
            inputs: Registry::new(&files, INPUTS, "input.yaml"),
            archetypes: Registry::new(&files, ARCHETYPES, "archetype.yaml"),
            ci: Registry::new(&files, CI, "ci.yaml"),
            files,
            dialects: OnceLock::new(),
            pools: OnceLock::new(),
            forms: OnceLock::new(),
            options: OnceLock::new(),
            digest: OnceLock::new(),
            engines: Mutex::default(),
        }
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
        let pools = read_yaml(&self.files, SAMPLES)?;
        Ok(self.pools.get_or_init(|| pools))
    }

    /// The other forms of manifest that can be read, in the order of their files.
    pub fn forms(&self) -> Result<&[Form]> {
        if let Some(forms) = self.forms.get() {
            return Ok(forms);
        }
        let forms = self.files.below(IMPORTS).map(|(path, _)| read_yaml(&self.files, path)).collect::<Result<_>>()?;
        Ok(self.forms.get_or_init(|| forms))
    }

    /// What the pack asks of every product.
    pub fn options(&self) -> Result<&[OptionSpec]> {
        if let Some(options) = self.options.get() {
            return Ok(options);
        }
        let options = options::typed(&self.about.options)?;
        Ok(self.options.get_or_init(|| options))
    }

    /// The ids of the output-port kinds, in alphabetical order.
    pub fn port_kinds(&self) -> Vec<&str> {
        self.ports.ids()
    }

    /// The output-port kind with this id.
    pub fn port_kind(&self, id: &str) -> Result<Option<&PortKind>> {
        self.ports.get(&self.files, id)
    }

    /// The ids of the input-port kinds, in alphabetical order.
    pub fn input_kinds(&self) -> Vec<&str> {
        self.inputs.ids()
    }

    /// The input-port kind with this id.
    pub fn input_kind(&self, id: &str) -> Result<Option<&InputKind>> {
        self.inputs.get(&self.files, id)
    }

    /// The ids of the archetypes, in alphabetical order.
    pub fn archetypes(&self) -> Vec<&str> {
        self.archetypes.ids()
    }

    /// The archetype with this id.
    pub fn archetype(&self, id: &str) -> Result<Option<&Archetype>> {
        self.archetypes.get(&self.files, id)
    }

    /// The ids of the CI providers, in alphabetical order.
    pub fn ci_providers(&self) -> Vec<&str> {
        self.ci.ids()
    }

    /// The CI provider with this id.
    pub fn ci_provider(&self, id: &str) -> Result<Option<&CiProvider>> {
        self.ci.get(&self.files, id)
    }

    /// The components that add files to a product with this port kind and CI provider: each folder with its rules.
    pub fn components(&self, port: &str, ci: &str) -> Result<Vec<Component>> {
        let mut components = vec![Component { root: String::new(), rules: self.about.files.clone() }];
        if let Some(kind) = self.port_kind(port)? {
            components.push(Component { root: format!("{PORTS}/{port}/"), rules: kind.files.clone() });
        }
        if let Some(provider) = self.ci_provider(ci)? {
            components.push(Component { root: format!("{CI}/{ci}/"), rules: provider.files.clone() });
        }
        Ok(components)
    }

    /// The engine with the templates below a folder (given with a slash at the end), compiled once.
    pub fn engine(&self, folder: &str) -> Result<Arc<Engine>> {
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = engines.get(folder) {
            return Ok(Arc::clone(engine));
        }
        let templates = self.templates(folder)?;
        let engine = if self.is_builtin() { Engine::with_templates(templates) } else { Engine::guarded(&templates) };
        let engine = Arc::new(engine?);
        engines.insert(folder.to_owned(), Arc::clone(&engine));
        Ok(engine)
    }

    /// The engine for pages with the templates below a folder: what they print is escaped for HTML.
    pub fn html_engine(&self, folder: &str) -> Result<Engine> {
        Engine::html(&self.templates(folder)?, self.is_builtin())
    }

    /// The templates below a folder, each with its text.
    fn templates(&self, folder: &str) -> Result<Vec<(&str, &str)>> {
        let mut templates = Vec::new();
        for (path, bytes) in self.files.below(folder).filter(|(path, _)| path.ends_with(TEMPLATE_SUFFIX)) {
            let text = std::str::from_utf8(bytes).map_err(|_| Error::Template {
                template: path.to_owned(),
                message: "a template must be UTF-8".into(),
            })?;
            templates.push((path, text));
        }
        // What a pack above has replaced is there for the template that replaced it, which may extend it.
        for (name, bytes) in self.files.replaced_below(folder).filter(|(name, _)| name.ends_with(TEMPLATE_SUFFIX)) {
            templates.extend(std::str::from_utf8(bytes).ok().map(|text| (name, text)));
        }
        Ok(templates)
    }

    /// A text that the pack has to hold.
    pub fn text(&self, path: &str) -> Result<&str> {
        text(&self.files, path)
    }

    /// What a YAML file says that the pack has to hold.
    pub fn data<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        read_yaml(&self.files, path)
    }

    /// Whether nothing lies on the built-in pack. It was tested with the program, and its templates are trusted.
    pub fn is_builtin(&self) -> bool {
        self.layers.iter().all(|layer| layer.source == source::Source::Builtin)
    }

    /// Compiles the pack's own templates and computes the layers' digests, so that they are there when they are asked for.
    /// A fault in them is reported to whoever asks.
    pub fn make_ready(&self) {
        let _ = self.engine(TEMPLATES);
        for layer in &self.layers {
            let _ = layer.digest();
        }
    }

    /// The folder of a port kind's fragments, with a slash at the end.
    pub fn fragment_folder(port: &str) -> String {
        format!("{PORTS}/{port}/fragments/")
    }

    /// The folder of what the catalog shows of a port kind, with a slash at the end.
    pub fn catalog_folder(port: &str) -> String {
        format!("{PORTS}/{port}/catalog/")
    }

    /// The fragments of a port kind: name → template path.
    pub fn fragments(&self, port: &str) -> Vec<(String, String)> {
        let folder = Self::fragment_folder(port);
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

    /// What a new product starts with, the most specific layer first: its domain's, the mesh's, the archetype's, then the
    /// pack's. Texts are templates over `domain` and `name`.
    pub fn starters(&self, archetype: Option<&str>, domain: &str) -> Result<Vec<Node>> {
        let of_mesh = || self.domain_starters.get(domain).into_iter().chain(&self.mesh_starter);
        let standard = || of_mesh().chain([&self.about.starter]).find_map(|it| it.pointer("/spec/archetype")?.as_str());
        let archetype = archetype.or_else(standard).map(|id| self.archetype(id)).transpose()?.flatten();
        let layers = of_mesh().chain(archetype.map(|archetype| &archetype.starter)).chain([&self.about.starter]);
        Ok(layers.map(|layer| Node::from_json(layer.clone(), &Origin::Default)).collect())
    }

    /// The same pack, with what new products of a mesh and of its domains start with laid over its own.
    #[must_use]
    pub fn starting_with(self, starter: Json, domains: HashMap<String, Json>) -> Self {
        Self { mesh_starter: Some(starter), domain_starters: domains, ..self }
    }
}

/// A part of a pack that adds files: the pack itself, a port kind, a CI provider.
pub struct Component {
    /// The folder inside the pack, with a slash at the end; empty for the pack itself.
    pub root: String,
    /// Where files go, and who owns them.
    pub rules: Vec<FileRule>,
}

/// The part of a pack that a file belongs to, in words.
pub fn part(path: &str) -> String {
    let mut steps = path.split('/');
    match (steps.next(), steps.next()) {
        (Some(PORTS), Some(kind)) => format!("the port kind `{kind}`"),
        (Some(CI), Some(provider)) => format!("the CI provider `{provider}`"),
        _ => "what every product gets".to_owned(),
    }
}

fn read_yaml<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T> {
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    serde_yaml::from_str_with_options(text(files, path)?, options).map_err(|error| fault(path, &error.to_string()))
}

fn text<'a>(files: &'a Files, path: &str) -> Result<&'a str> {
    files.text(path).ok_or_else(|| fault(path, "no such text file"))
}

fn fault(path: &str, message: &str) -> Error {
    Error::Pack { message: format!("{path}: {message}") }
}
