//! What was there before a run: the lock, the files on disk, the last renders.

use std::collections::{BTreeMap, BTreeSet};

use super::ProductPath;
use super::lock::{Integrity, LockState};
use super::merge::endings::{has_digest, same};

/// What reconcile compares a plan with.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// The lock.
    pub known: LockState,
    /// The files on disk, at the paths of the plan, of its former paths and of the lock.
    pub disk: BTreeMap<ProductPath, DiskFile>,
    /// Paths where no file can be written.
    pub blocked: BTreeMap<ProductPath, Obstacle>,
    /// The last renders of merged files, by the paths of those files.
    pub bases: BTreeMap<ProductPath, Vec<u8>>,
    /// Files that differ from every known render because git merged two of them, and for no other reason.
    pub git_merged: BTreeSet<ProductPath>,
}

/// A file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskFile {
    /// Its contents.
    pub contents: Vec<u8>,
    /// Whether its owner may execute it.
    pub executable: bool,
}

/// Why a path is never written to, nor through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A symbolic link stands there, or on the way.
    Symlink,
    /// A folder stands there.
    Folder,
    /// A file stands where a folder on the way should be.
    BelowFile(ProductPath),
    /// A device, a socket, a pipe.
    Special,
}

impl Obstacle {
    /// What stands in the way, for a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Symlink => "a symbolic link stands there, and links are not followed".to_owned(),
            Self::Folder => "a folder stands there".to_owned(),
            Self::BelowFile(path) => format!("`{path}` is a file, and no folder"),
            Self::Special => "what stands there is no ordinary file".to_owned(),
        }
    }
}

impl Before {
    /// Why no file can be written at a path, not even when the files that leave are gone.
    pub(super) fn obstacle(&self, path: &ProductPath, leaves: impl Fn(&ProductPath) -> bool) -> Option<&Obstacle> {
        self.blocked.get(path).filter(|obstacle| !matches!(obstacle, Obstacle::BelowFile(file) if leaves(file)))
    }

    /// Whether the file at a path is as it was rendered.
    pub fn is_as_rendered(&self, path: &ProductPath) -> bool {
        let (Some(disk), Some(known)) = (self.disk.get(path), self.known.files.get(path)) else { return false };
        has_digest(&disk.contents, |digest| known.digests.contains(digest))
            || self.base(path).is_some_and(|base| same(base, &disk.contents))
    }

    /// The last render of a merged file. One that is not what the lock says was edited, and nobody can tell the
    /// team's edits from it; but where git merged two locks it merged two renders too.
    pub(crate) fn base(&self, path: &ProductPath) -> Option<&[u8]> {
        let (base, known) = (self.bases.get(path)?, self.known.files.get(path)?);
        let merged = self.known.integrity == Integrity::Merged || known.digests.len() > 1;
        (merged || has_digest(base, |digest| known.digests.contains(digest))).then_some(base)
    }
}
