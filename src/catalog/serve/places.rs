//! The folders that pages are made from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::catalog::site::MARKER;
use crate::error::Result;
use crate::manifest::document;
use crate::mesh::Mesh;
use crate::pack::source::Cache;
use crate::{mesh, policy, run};

/// The files of a mesh that pages are made from.
pub(super) const FILES: [&str; 6] =
    [document::FILE_NAME, mesh::FILE_NAME, policy::waiver::FILE_NAME, "CHANGELOG.md", "result.json", "sample.json"];
/// Folders that hold no products, and too many files to watch.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// Folders to watch, and of each whether every file in it matters, as in a pack.
pub(super) type Folders = BTreeMap<PathBuf, bool>;

/// Where pages come from.
pub(super) struct Places {
    /// The mesh, and other folders with products of it.
    products: Vec<PathBuf>,
    /// The packs that lie in a folder.
    packs: Vec<PathBuf>,
}

impl Places {
    /// What the pages of the mesh come from that a folder is in.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let Some(mesh) = Mesh::find(folder)? else {
            return Ok(Self { products: vec![mesh::absolute(folder)?], packs: Vec::new() });
        };
        let cache = Cache::from_environment()?;
        let packs = mesh.pack(&cache)?.layers().iter().filter_map(crate::pack::Layer::folder).collect();
        let mut products = vec![mesh.root.clone()];
        for source in &mesh.repositories {
            products.push(source.folder(&mesh.root, &cache)?.0);
        }
        Ok(Self { products, packs })
    }

    /// The folders that are there now.
    pub(super) fn folders(&self) -> Folders {
        let mut folders = Folders::new();
        for root in &self.products {
            of_products(root, &mut folders);
        }
        let built = self.products[0].join(run::FOLDER);
        let results = std::fs::read_dir(&built).into_iter().flatten().flatten().map(|entry| entry.path());
        let above = built.ancestors().take_while(|folder| *folder != self.products[0]).map(Path::to_owned);
        folders.extend(above.chain(results).filter(|path| path.is_dir()).map(|path| (path, false)));
        for pack in &self.packs {
            of_pack(pack, &mut folders);
        }
        folders
    }
}

/// The folders that products are in or may come to. What lies inside a product is of no interest.
fn of_products(folder: &Path, folders: &mut Folders) {
    if folder.join(MARKER).is_file() {
        return;
    }
    folders.insert(folder.to_owned(), false);
    if folder.join(document::FILE_NAME).is_file() {
        return;
    }
    below(folder).for_each(|folder| of_products(&folder, folders));
}

fn of_pack(folder: &Path, folders: &mut Folders) {
    if folder.is_dir() {
        folders.insert(folder.to_owned(), true);
        below(folder).for_each(|folder| of_pack(&folder, folders));
    }
}

fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let shown = entries.filter(|entry| is_shown(&entry.file_name().to_string_lossy()));
    shown.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path())
}

fn is_shown(name: &str) -> bool {
    !name.starts_with('.') && !PASSED_OVER.contains(&name)
}

/// Whether pages may show what lies at a path: a manifest, a change log, what was built, any file of a pack, and folders
/// that products may come to.
pub(super) fn matters(path: &Path, folders: &Folders) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder = path.parent().unwrap_or(path);
    if FILES.contains(&name) {
        return true;
    }
    if folders.get(folder).is_some_and(|whole| *whole) {
        return is_shown(name);
    }
    let holds_results = Path::new(run::FOLDER).parent() == Some(Path::new(name));
    let may_hold_products = is_shown(name) && !folder.join(document::FILE_NAME).is_file();
    (holds_results || may_hold_products) && (path.is_dir() || !path.exists())
}
