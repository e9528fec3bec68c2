//! From a source to the files of its pack.

use std::path::Path;

use super::{Cache, Reference, Source, archive, git};
use crate::error::Result;
use crate::pack::Files;

/// A pack that was found, not read yet.
#[derive(Default)]
pub(in crate::pack) struct Opened {
    /// Its files.
    pub files: Files,
    /// The commit, where the source is a git repository.
    pub revision: Option<String>,
    /// What the reference is, where the source is a git repository.
    pub reference: Option<Reference>,
    /// What a user should know of how it was found.
    pub notes: Vec<String>,
}

/// Finds the files of a pack. `from` is the folder that relative paths are relative to; `commit` is the one that is
/// wanted, whatever the reference says now.
pub(in crate::pack) fn open(source: &Source, from: &Path, commit: Option<&str>, cache: &Cache) -> Result<Opened> {
    match source {
        Source::Builtin => Ok(Opened { files: Files::builtin(), ..Opened::default() }),
        Source::Folder(path) => Ok(Opened { files: Files::from_folder(&from.join(path))?, ..Opened::default() }),
        Source::Git(git) => git::open(source, git, from, commit, cache),
        Source::Archive(archive) => archive::open(source, archive, from, cache),
    }
}
