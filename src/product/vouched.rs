//! Whether a product is in step, as far as its lock alone can tell: its files are read, and nothing is rendered.

use std::fs;
use std::path::Path;

use super::before::{Found, Reader};
use super::lock;
use crate::error::{Error, Result};
use crate::manifest::document;
use crate::pack::source::LockedPack;
use crate::plan::{Digest, Integrity};

/// Whether the lock vouches for the product in `root`: manifest, packs and program are those of the lock, and so is
/// every file that follows them. Where it does not, only a render can tell.
///
/// `found` says what the packs of a lock are now.
pub fn is_vouched_for(root: &Path, found: impl FnOnce(&[LockedPack]) -> Result<Vec<LockedPack>>) -> Result<bool> {
    let lock = lock(root)?;
    if lock.integrity != Integrity::Intact {
        return Ok(false);
    }
    let path = root.join(document::FILE_NAME);
    let manifest = fs::read(&path).map_err(|source| Error::Read { path, source })?;
    if !lock.vouches_for(&Digest::of(&manifest), &found(&lock.packs)?) {
        return Ok(false);
    }
    let mut reader = Reader::new(root);
    for (path, known) in lock.files.iter().filter(|(_, known)| !known.is_the_teams()) {
        let in_step = match reader.read(path)? {
            Found::Nothing => known.is_in_step(None),
            Found::File(file) => known.is_in_step(Some(&file.contents)),
            Found::Blocked(_) => false,
        };
        if !in_step {
            return Ok(false);
        }
    }
    Ok(true)
}
