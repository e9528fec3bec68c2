//! Where packs come from: built in, a folder, a git repository, an archive.

mod archive;
mod cache;
mod folder;
mod git;
mod intake;
mod locked;
mod open;
mod place;
mod spelling;
mod tool;

pub use cache::{Cache, Cached};
pub use git::Reference;
pub use locked::{LockedPack, MOVED, PackMoved, changed, moved_tags, resolve_locked};
pub(super) use open::{Opened, open};
pub use spelling::SourceError;

use std::path::{Path, PathBuf};

use crate::error::Result;

/// Where a pack comes from. Its text, as in `--pack`, `mesh.yaml` and a lock, reads back as the same value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// `builtin`: the pack inside the program.
    Builtin,
    /// `./packs/acme`: a folder.
    Folder(PathBuf),
    /// `git::https://host/packs.git//acme?ref=v1.2.0`: a folder of a git repository.
    Git(GitSource),
    /// `packs/acme.tar.gz?sha256=…`: an archive, which holds the pack at its root or in its only folder.
    Archive(ArchiveSource),
}

/// A folder of a git repository at a tag, a branch or a commit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GitSource {
    /// What git can fetch from: a URL, `host:path`, or a folder.
    pub url: String,
    /// The tag, the branch or the commit; the default branch when there is none.
    pub reference: Option<String>,
    /// The folder inside the repository, with `/`; empty for its root.
    pub folder: String,
}

/// A `.tar.gz` whose digest is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ArchiveSource {
    /// An `https://` URL or the path of a file.
    pub location: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

impl Source {
    /// The files of the source as a folder: the folder itself, or one in the cache. `from` is the folder that relative
    /// paths are relative to. With it come notes: what a user should know of how they were found.
    pub fn folder(&self, from: &Path, cache: &Cache) -> Result<(PathBuf, Vec<String>)> {
        if let Self::Folder(path) = self {
            return Ok((from.join(path), Vec::new()));
        }
        let opened = open(self, from, None, cache)?;
        Ok((cache.folder(&opened.files)?, opened.notes))
    }
}
