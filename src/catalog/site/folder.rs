//! The folder that a site is in: an empty one, or one that a build wrote.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::{Error, Result};

/// The file that tells a site of ours, and what in it a build wrote: only a folder that holds it is replaced.
pub const MARKER: &str = ".mesh-catalog";

/// What a file of a site that cannot be written is told as.
pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}

/// A folder with anything in it that we did not write is not replaced.
pub(super) fn refuse_others(out: &Path) -> Result<()> {
    let taken = |reason: &str| {
        Err(taken(out, reason.to_owned(), "name an empty folder, or one that `catalog build` wrote, with --out"))
    };
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return taken("is below a file"),
        Err(source) => return Err(Error::Read { path: out.to_owned(), source }),
        Ok(metadata) if metadata.is_symlink() => return taken("is a link"),
        Ok(metadata) if !metadata.is_dir() => return taken("is a file"),
        Ok(_) => {}
    }
    let mut entries = fs::read_dir(out).map_err(|source| Error::Read { path: out.to_owned(), source })?;
    if out.join(MARKER).is_file() || entries.next().is_none() {
        return Ok(());
    }
    taken("holds other files")
}

/// The folder cannot be the site's.
pub(super) fn taken(out: &Path, reason: String, hint: &str) -> Error {
    Error::Destination { path: out.to_owned(), reason, hint: hint.to_owned() }
}
