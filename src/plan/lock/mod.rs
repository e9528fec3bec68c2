//! `.mesh/lock.yaml`: which packs rendered the product, and the digest of each file as last rendered.
//!
//! [`Lock`] is what is written; [`LockState`] is what is read back, which may be two locks that git put together.

mod line;
mod read;
mod vouch;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use read::NewerLock;

use super::{Digest, ProductPath};
use crate::pack::FileOwner;
use crate::pack::source::LockedPack;

/// Where the lock is, inside a product.
pub const LOCK_PATH: &str = ".mesh/lock.yaml";
/// The program that renders, as a lock names it.
pub const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The version of the lock's format.
const FORMAT_VERSION: u32 = 2;

/// A lock to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The program that rendered the product.
    pub tool: String,
    /// The digest of the manifest that every file was rendered from. Nothing where a file could not follow it.
    pub manifest: Option<Digest>,
    /// The packs that it was rendered with, the lowest first.
    pub packs: Vec<LockedPack>,
    /// What was rendered. A path stands twice where two renders of it are still at large.
    pub files: Vec<(ProductPath, LockedFile)>,
}

/// A file as last rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedFile {
    /// Who owns it.
    pub owner: FileOwner,
    /// The template that it was rendered from.
    pub template: String,
    /// The digest of its last render that was written.
    pub digest: Digest,
    /// Whether the team deleted it. Its digest is of the render that they deleted.
    pub deleted: bool,
}

/// A lock as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockState {
    /// Whether it is as it was written.
    pub integrity: Integrity,
    /// The programs that wrote it; several where git merged two locks.
    pub tools: BTreeSet<String>,
    /// The manifests that files were rendered from; several where git merged two locks.
    pub manifests: BTreeSet<Digest>,
    /// The packs, in the order of the file. Where git merged two locks, a pack may stand with two versions.
    pub packs: Vec<LockedPack>,
    /// What is known of each file.
    pub files: BTreeMap<ProductPath, Known>,
}

/// Whether a lock is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Integrity {
    /// There is no lock.
    #[default]
    Absent,
    /// Its seal fits.
    Intact,
    /// It is two locks or more, put together by git.
    Merged,
    /// Somebody edited it. The line is the first that cannot be read, where there is one.
    Edited {
        /// The line, from 1.
        unreadable: Option<usize>,
    },
}

/// What a lock knows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who owned it.
    pub owner: FileOwner,
    /// The template that it was rendered from; empty in a lock of the first format.
    pub template: String,
    /// The digests of its last renders: one, or several where git merged two locks.
    pub digests: BTreeSet<Digest>,
    /// Whether the team had deleted it.
    pub deleted: bool,
}

#[cfg(test)]
mod tests;
