//! Every product of a mesh, read once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::graph::key;
use super::{Mesh, absolute};
use crate::diagnostics::{Report, Source, plural};
use crate::error::{Error, Result};
use crate::fleet;
use crate::manifest::node::{Node, Origin, Value};
use crate::manifest::value::ProductId;
use crate::manifest::{Draft, Manifest, document, read, resolve, typed};
use crate::pack::Pack;
use crate::pack::source::{Cache, Source as PackSource};

/// Every product of a mesh, in the order of the ids. Those that cannot be read are named, and the others are there.
pub struct Survey {
    /// The folder of the mesh; without one, the folder that was searched. Its whole path.
    pub root: PathBuf,
    /// The mesh, where the folder is in one.
    pub mesh: Option<Mesh>,
    /// The pack that says what the kinds of ports are.
    pub pack: Arc<Pack>,
    /// The products.
    pub products: Vec<Surveyed>,
    /// The products whose manifests cannot be read, in the order of their places.
    pub broken: Vec<Broken>,
    /// What a user should know of how repositories were found.
    pub notes: Vec<String>,
}

/// A product of a mesh.
///
/// Its manifest has the shape of one; whether it is consistent is for `mesh-cli validate` to say.
pub struct Surveyed {
    /// Its id.
    pub id: ProductId,
    /// Its folder below the root of the mesh, with `/`.
    pub place: String,
    /// Its folder.
    pub root: PathBuf,
    /// What it says, with the defaults of the pack.
    pub manifest: Manifest,
    /// The text of the manifest, for findings to point into.
    pub source: Source,
    /// The products that its input ports name.
    pub reads: Vec<Reads>,
}

impl Surveyed {
    /// The tree of the manifest, as it is written, for findings to point into.
    pub fn node(&self) -> &Node {
        static NONE: Node = Node { value: Value::Null, origin: Origin::Default };
        self.source.tree().unwrap_or(&NONE)
    }
}

/// An input port that names a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reads {
    /// The index of the input port.
    pub port: usize,
    /// The option of its location that names the product.
    pub option: String,
    /// The id of the product, as it is written.
    pub product: String,
    /// The version that is asked for.
    pub version: Option<String>,
    /// The output port that is asked for.
    pub output: Option<String>,
}

/// A product whose manifest cannot be read.
pub struct Broken {
    /// Its id, where so much of it can be read.
    pub id: Option<ProductId>,
    /// Its folder below the root of the mesh, with `/`.
    pub place: String,
    /// Its folder.
    pub root: PathBuf,
    /// What is wrong with the manifest.
    pub report: Report,
}

impl Broken {
    /// Whether it may be the product with an id: a manifest that says none lies where its words are.
    pub fn may_be(&self, id: &str) -> bool {
        if let Some(own) = &self.id {
            return key(&own.to_string()) == key(id);
        }
        let (domain, name) = id.split_once('.').unwrap_or(("", id));
        let (place, domain, name) = (key(&self.place), key(domain), key(name));
        place == name || place.ends_with(&format!("{domain}/{name}")) || place == format!("{domain}.{name}")
    }
}

/// One product, whole or broken.
type Found = std::result::Result<Box<Surveyed>, Box<Broken>>;

impl Survey {
    /// Reads every product of the mesh that a folder is in; where it is in none, every product below the folder.
    pub fn of(folder: &Path) -> Result<Self> {
        let mesh = Mesh::find(folder)?;
        let pack = match &mesh {
            Some(mesh) => mesh.pack(&Cache::from_environment()?)?,
            None => Pack::builtin()?,
        };
        let root = mesh.as_ref().map_or_else(|| absolute(folder), |mesh| Ok(mesh.root.clone()))?;
        let here = std::env::current_dir().unwrap_or_default();
        let own = fleet::roots(&root, mesh.as_ref())?;
        let mut found: Vec<Place> = own.roots.into_iter().map(|at| Place::of(&root, at)).collect();
        let mut notes: Vec<String> = passed_over(&own.unreadable);
        if let Some(mesh) = mesh.as_ref().filter(|mesh| !mesh.repositories.is_empty()) {
            let cache = Cache::from_environment()?;
            for source in &mesh.repositories {
                let (folder, said) = source.folder(&root, &cache)?;
                let own = Mesh::find(&folder)?.filter(|own| own.root != root);
                let there = fleet::roots(&folder, own.as_ref())?;
                if there.roots.is_empty() {
                    notes.push(format!("the repository `{source}` holds no product"));
                }
                found.extend(there.roots.into_iter().map(|at| Place::elsewhere(source, &folder, at)));
                notes.extend(said.into_iter().chain(passed_over(&there.unreadable)));
            }
        }
        let defaults = pack.defaults()?;
        let reader = Reader { here: &here, pack: &pack, defaults: &defaults };
        let found = found.into_par_iter().map(|place| reader.read(place)).collect::<Result<Vec<_>>>()?;
        let (mut products, mut broken) = (Vec::with_capacity(found.len()), Vec::new());
        for one in found {
            match one {
                Ok(product) => products.push(*product),
                Err(one) => broken.push(*one),
            }
        }
        products.sort_by(|a, b| (&a.id, &a.place).cmp(&(&b.id, &b.place)));
        broken.sort_by(|a, b| a.place.cmp(&b.place));
        Ok(Self { root, mesh, pack: Arc::new(pack), products, broken, notes })
    }

    /// The product with an id, as it is written.
    pub fn product(&self, id: &ProductId) -> Option<&Surveyed> {
        let at = self.products.partition_point(|product| product.id < *id);
        self.products.get(at).filter(|product| product.id == *id)
    }
}

/// How many folders that cannot be looked into are named.
const MOST_NAMED: usize = 8;

/// What is said of folders that may hold products, and cannot be looked into.
fn passed_over(unreadable: &[Error]) -> Vec<String> {
    let named = unreadable.iter().take(MOST_NAMED).map(|error| format!("passed over what is below: {error}"));
    let others = unreadable.len().saturating_sub(MOST_NAMED);
    let more = (others > 0).then(|| format!("passed over {} that cannot be read, too", plural(others, "other folder")));
    named.chain(more).collect()
}

/// Where a product is.
struct Place {
    /// As reports say it.
    name: String,
    root: PathBuf,
}

impl Place {
    /// A product below the root of the mesh.
    fn of(mesh: &Path, root: PathBuf) -> Self {
        let below = root.strip_prefix(mesh).unwrap_or(&root).to_string_lossy().into_owned();
        Self { name: if below.is_empty() { ".".to_owned() } else { below }, root }
    }

    /// A product of another repository, fetched to a folder.
    fn elsewhere(source: &PackSource, folder: &Path, root: PathBuf) -> Self {
        let below = root.strip_prefix(folder).unwrap_or(&root).to_string_lossy().into_owned();
        let source = source.to_string();
        Self { name: [source.as_str(), &below].join("/").trim_end_matches('/').to_owned(), root }
    }
}

/// What is needed to read a product.
struct Reader<'a> {
    here: &'a Path,
    pack: &'a Pack,
    defaults: &'a Node,
}

impl Reader<'_> {
    fn read(&self, place: Place) -> Result<Found> {
        let Place { name: place, root } = place;
        let path = root.join(document::FILE_NAME);
        let shown = path.strip_prefix(self.here).unwrap_or(&path).display().to_string();
        let broken = |id: Option<ProductId>, report: Report| {
            let product = id.as_ref().map_or_else(|| place.clone(), ToString::to_string);
            let report = Report { product: Some(product), root: Some(root.clone()), ..report };
            Err(Box::new(Broken { id, place: place.clone(), root: root.clone(), report }))
        };
        let document = match read::read(&path) {
            Ok(document) => document,
            Err(error) => {
                let source = Source::new(shown, "");
                return Ok(broken(None, Report::new(Some(source), vec![read::unreadable(&error)])));
            }
        };
        let source = document.source.at(shown);
        let node = match document.node {
            Ok(node) => node,
            Err(finding) => return Ok(broken(None, Report::new(Some(source), vec![*finding]))),
        };
        let mut draft = Draft::from_file(node, source);
        draft.fill(self.defaults);
        let (Ok(manifest), Some(source)) = (typed(&draft.node), draft.source.clone()) else {
            let id = id_of(&draft.node);
            let outcome = resolve(draft, self.pack)?;
            return Ok(broken(id, outcome.map_or_else(|report| report, |(_, report)| report)));
        };
        let reads = reads(&manifest, self.pack)?;
        Ok(Ok(Box::new(Surveyed { id: manifest.id(), place, root, manifest, source, reads })))
    }
}

/// The id in a manifest that is otherwise wrong.
fn id_of(node: &Node) -> Option<ProductId> {
    let part = |pointer| node.text_at(pointer)?.parse().ok();
    Some(ProductId { domain: part("/metadata/domain")?, name: part("/metadata/name")? })
}

/// The products that input ports name: which option does so, the kind of the port says.
pub fn reads(manifest: &Manifest, pack: &Pack) -> Result<Vec<Reads>> {
    let mut reads = Vec::new();
    for (index, port) in manifest.spec.input_ports.iter().enumerate() {
        let kind = pack.input_kind(port.kind.as_str())?;
        let Some(option) = kind.and_then(|kind| kind.product_from.as_ref()) else { continue };
        let said = |key: &str| match port.location.get(key)? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let Some(product) = said(option) else { continue };
        reads.push(Reads {
            port: index,
            option: option.clone(),
            product,
            version: said("version"),
            output: said("port"),
        });
    }
    Ok(reads)
}
