//! From a source to the files of its pack.

use std::path::Path;

use super::{Cache, Source};
use crate::error::{Error, Result};
use crate::pack::Files;

/// A pack that was found, not read yet.
pub(in crate::pack) struct Opened {
    /// Its files.
    pub files: Files,
    /// The commit, where the source is a git repository.
    pub revision: Option<String>,
}

/// Finds the files of a pack. `from` is the folder that relative paths are relative to; `revision` is the commit that
/// is wanted, whatever the reference says now.
pub(in crate::pack) fn open(source: &Source, from: &Path, _revision: Option<&str>, _cache: &Cache) -> Result<Opened> {
    match source {
        Source::Builtin => Ok(Opened { files: Files::builtin(), revision: None }),
        Source::Folder(path) => Ok(Opened { files: Files::from_folder(&from.join(path))?, revision: None }),
        Source::Git(_) | Source::Archive(_) => {
            Err(Error::Pack { message: format!("{source} cannot be fetched by this version") })
        }
    }
}
