//! The policies of several products, which may be in several meshes, or in none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Set;
use crate::error::{Error, Result};
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::pack::source::Cache;
use crate::product::{SharedPacks, packs};

/// Sets of policies that were loaded, so that products with the same mesh, or with the same packs, share them.
///
/// A product in a mesh is judged by the packs of the mesh, whatever its own lock says: what is decided for all holds for
/// those that were not updated for long, too. A product in none is judged by the packs of its lock.
pub struct Sets {
    named: Option<Arc<Pack>>,
    packs: SharedPacks,
    loaded: Mutex<BTreeMap<Key, Slot>>,
}

/// A set, once it is loaded. Whoever needs it meanwhile waits.
type Slot = Arc<OnceLock<Result<Arc<Set>, Arc<Error>>>>;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Mesh(PathBuf),
    Packs(String),
}

impl Sets {
    /// None yet. Packs that a user names go before those of meshes and locks.
    pub fn new(named: Option<Arc<Pack>>) -> Result<Self> {
        Ok(Self { named, packs: SharedPacks::from_environment()?, loaded: Mutex::default() })
    }

    /// The policies that judge the product in a folder.
    pub fn of(&self, root: &Path) -> Result<Arc<Set>> {
        let mesh = Mesh::file_of(root)?;
        let key = match &mesh {
            Some(path) => Key::Mesh(path.clone()),
            None => Key::Packs(packs::key(root)?),
        };
        let slot = Arc::clone(self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let load = || match &mesh {
            Some(path) => {
                let mesh = Mesh::read(path)?;
                let pack = match &self.named {
                    Some(pack) => Arc::clone(pack),
                    None => Arc::new(mesh.pack(&Cache::from_environment()?)?),
                };
                Set::load(pack, Some(Arc::new(mesh)))
            }
            None => match &self.named {
                Some(pack) => Set::load(Arc::clone(pack), None),
                None => Set::load(packs::as_locked(root, &self.packs)?, None),
            },
        };
        let loaded = slot.get_or_init(|| load().map(Arc::new).map_err(Arc::new));
        loaded.as_ref().map(Arc::clone).map_err(|error| match &**error {
            Error::Interrupted => Error::Interrupted,
            _ => Error::Shared(Arc::clone(error)),
        })
    }

    /// Every set that was loaded, in an order that does not change.
    pub fn loaded(&self) -> Vec<Arc<Set>> {
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.values().filter_map(|slot| slot.get()?.as_ref().ok().cloned()).collect()
    }
}
