//! The packs of a product as its lock records them, and how they are found again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Cache, Opened, Source, open};
use crate::error::{Error, Result};
use crate::pack::{Layer, Pack};

/// A pack that a product was rendered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LockedPack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it came from; relative paths are relative to the product.
    pub source: String,
    /// The commit, where the source is a git repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The digest of its files.
    pub digest: String,
}

/// A pack that is not what it was when the lock was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackMoved {
    /// What the lock says.
    pub locked: LockedPack,
    /// What is found there now.
    pub found: LockedPack,
}

/// The packs of a lock, as they are found.
pub struct Resolved {
    /// All of them, laid over each other.
    pub pack: Pack,
    /// Those that have changed since the lock was written.
    pub moved: Vec<PackMoved>,
}

/// Finds the packs that a lock records, the lowest first: each at its commit, whatever its tag says now.
///
/// `product` is the folder of the product, which relative paths are relative to.
pub fn resolve_locked(locked: &[LockedPack], product: &Path, cache: &Cache) -> Result<Resolved> {
    let layers = locked
        .iter()
        .map(|locked| {
            let source: Source = locked.source.parse().map_err(|error| Error::Pack {
                message: format!("the lock says that `{}` comes from {error}", locked.name),
            })?;
            let Opened { files, revision } = open(&source, product, locked.revision.as_deref(), cache)?;
            Layer::new(source, product, files, revision)
        })
        .collect::<Result<Vec<_>>>()?;
    let pack = Pack::stack(layers)?;
    let moved = locked
        .iter()
        .zip(pack.layers())
        .filter(|(locked, found)| locked.digest != found.digest())
        .map(|(locked, found)| Ok(PackMoved { locked: locked.clone(), found: found.locked(product)? }))
        .collect::<Result<_>>()?;
    Ok(Resolved { pack, moved })
}
