//! Which packs a command works with.

use std::path::Path;

use super::Shell;
use crate::error::{Error, Result};
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::pack::source::{Cache, Source, resolve_locked};
use crate::product::{self, packs};

/// The packs that a command line names.
#[derive(Debug, clap::Args)]
pub(crate) struct PackArgs {
    /// A pack laid over the built-in one: a folder, a git repository or an archive (can be repeated)
    #[arg(long = "pack", value_name = "SOURCE")]
    pub packs: Vec<Source>,
}

impl PackArgs {
    /// The packs named here, if any.
    pub(crate) fn named(&self) -> Result<Option<Pack>> {
        if self.packs.is_empty() {
            return Ok(None);
        }
        Pack::load(&self.packs, Path::new("."), &Cache::from_environment()?).map(Some)
    }

    /// The packs named here, as a file in a folder names them.
    pub(crate) fn seen_from(&self, folder: &Path) -> Result<Vec<String>> {
        let failed = |source| Error::Read { path: folder.to_owned(), source };
        let seen = |source: &Source| Ok(source.moved(Path::new("."), folder).map_err(failed)?.to_string());
        self.packs.iter().map(seen).collect()
    }

    /// The packs named here, else those of the mesh that the folder is in, else the built-in one.
    pub(crate) fn load(&self, folder: &Path) -> Result<Pack> {
        if let Some(pack) = self.named()? {
            return Ok(pack);
        }
        match Mesh::find(folder)? {
            Some(mesh) => mesh.pack(&Cache::from_environment()?),
            None => Pack::builtin(),
        }
    }

    /// The packs named here, else those of the product's lock, else as for a new product.
    pub(crate) fn load_for(&self, product: &Path) -> Result<Pack> {
        let locked = if self.packs.is_empty() { packs::newest(&product::lock(product)?.packs) } else { Vec::new() };
        if locked.is_empty() {
            return self.load(product);
        }
        resolve_locked(&locked, product, &Cache::from_environment()?)
    }
}

/// Says what a user should know of how a pack was found.
pub(crate) fn tell(pack: &Pack, shell: &Shell) {
    pack.notes().for_each(|note| shell.say(&format!("note: {note}")));
}
