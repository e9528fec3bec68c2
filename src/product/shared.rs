//! Packs that were loaded, so that products with the same packs share them: templates are compiled once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::error::{Error, Result};
use crate::pack::Pack;
use crate::pack::source::{Cache, LockedPack, Source};

/// The packs that one run works with.
pub struct SharedPacks {
    cache: Cache,
    loaded: Mutex<HashMap<String, Slot>>,
}

/// A stack of packs, once it is loaded. Whoever needs it meanwhile waits.
type Slot = Arc<OnceLock<Result<Arc<Pack>, Arc<Error>>>>;

impl SharedPacks {
    /// None yet; those that must be fetched are kept in the cache that the environment names.
    pub fn from_environment() -> Result<Self> {
        Ok(Self { cache: Cache::from_environment()?, loaded: Mutex::default() })
    }

    /// The stack of packs with this key, loaded at the first time.
    pub(super) fn get(&self, key: String, load: impl FnOnce(&Cache) -> Result<Pack>) -> Result<Arc<Pack>> {
        let slot = Arc::clone(self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let loaded = slot.get_or_init(|| load(&self.cache).map(Arc::new).map_err(Arc::new));
        loaded.as_ref().map(Arc::clone).map_err(|error| match &**error {
            Error::Interrupted => Error::Interrupted,
            _ => Error::Shared(Arc::clone(error)),
        })
    }
}

/// What tells one stack of a lock from another, wherever the product is.
pub(super) fn key_of_lock(locked: &[LockedPack], product: &Path) -> String {
    let line = |pack: &LockedPack| {
        let source = pack.source.parse().map_or_else(|_| pack.source.clone(), |source| absolute(&source, product));
        format!("{source} {} {}", pack.revision.as_deref().unwrap_or_default(), pack.digest)
    };
    locked.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What tells one stack that is to be had now from another.
pub(super) fn key_of_sources(sources: &[Source], product: &Path) -> String {
    let line = |source: &Source| format!("now {}", absolute(source, product));
    sources.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The source as it is written at the root of the file system.
fn absolute(source: &Source, product: &Path) -> String {
    let moved = source.moved(product, Path::new("/"));
    moved.map_or_else(|_| format!("{source} at {}", product.display()), |source| source.to_string())
}
