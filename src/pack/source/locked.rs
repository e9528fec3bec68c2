//! The packs of a product as its lock records them, and how they are found again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Cache, Reference, Source, open};
use crate::diagnostics::{Finding, Rule};
use crate::error::{Error, Result};
use crate::manifest::node::Node;
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

/// A tag stays at the commit that it was made for.
pub static MOVED: Rule = Rule::new(
    "pack/moved",
    "The tag of a pack stays at the commit that the lock records",
    "a tag that moves changes products without a new version that anyone could have reviewed",
);

impl PackMoved {
    /// What a user is told of a tag that moved.
    pub fn finding(&self) -> Finding {
        let commit = |pack: &LockedPack| pack.revision.clone().unwrap_or_default().chars().take(12).collect::<String>();
        let (locked, found) = (commit(&self.locked), commit(&self.found));
        let message = format!("the tag of {} was at commit {locked} and is at {found} now", self.locked.source);
        Finding::at(&MOVED, &Node::default(), "", message)
            .help("ask whoever published it why; `--accept-moved` takes what the tag names now")
    }
}

/// The tags among a pack's sources that do not name the commit of the lock any more.
pub fn moved_tags(locked: &[LockedPack], pack: &Pack, product: &Path) -> Result<Vec<PackMoved>> {
    let tags = pack.layers().iter().filter(|layer| layer.reference == Some(Reference::Tag));
    let found = tags.map(|layer| layer.locked(product)).collect::<Result<Vec<_>>>()?;
    let moved = found.into_iter().filter_map(|found| {
        let locked = locked.iter().find(|locked| locked.source == found.source)?;
        (locked.revision != found.revision).then(|| PackMoved { locked: locked.clone(), found })
    });
    Ok(moved.collect())
}

/// Finds the packs that a lock records, the lowest first: each at its commit, whatever its tag says now.
///
/// `product` is the folder of the product, which relative paths are relative to.
pub fn resolve_locked(locked: &[LockedPack], product: &Path, cache: &Cache) -> Result<Pack> {
    let layers = locked
        .iter()
        .map(|locked| {
            let source = place(locked)?;
            let opened = open(&source, product, locked.revision.as_deref(), cache)?;
            Layer::new(source, product, opened)
        })
        .collect::<Result<Vec<_>>>()?;
    Pack::stack(layers)
}

/// The packs of a lock that have changed since it was written, and were found again as `pack`.
pub fn changed(locked: &[LockedPack], pack: &Pack, product: &Path) -> Result<Vec<PackMoved>> {
    let pairs = locked.iter().zip(pack.layers());
    pairs
        .filter(|(locked, found)| locked.digest != found.digest())
        .map(|(locked, found)| Ok(PackMoved { locked: locked.clone(), found: found.locked(product)? }))
        .collect()
}

fn place(locked: &LockedPack) -> Result<Source> {
    let name = &locked.name;
    let refused = |message: String| Error::PackSource {
        place: name.clone(),
        message,
        hint: Some("say where it is with `mesh-cli update --to`, which writes the lock anew".to_owned()),
    };
    if locked.source.is_empty() {
        return Err(refused(
            "the lock is of an earlier version, and does not say where the pack comes from".to_owned(),
        ));
    }
    locked.source.parse().map_err(|error| refused(format!("the lock says where the pack comes from, but {error}")))
}
