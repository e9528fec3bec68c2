//! A site is written beside the old one, and takes its place when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::keep::{Others, marker};
use crate::error::{Error, Result};
use crate::plan;

/// The file that tells a site of ours, and what in it a build wrote: only a folder that holds it is replaced.
pub const MARKER: &str = ".mesh-catalog";

/// What the folders begin with that sites are made in.
const STAGE_PREFIX: &str = ".mesh-catalog-stage.";
/// What the folder begins with that an old site is moved to where the two cannot change places.
const OLD_PREFIX: &str = ".mesh-catalog-old.";

/// A site on its way. It is gone when it is dropped before it is finished.
pub struct Stage {
    /// The folder of the site.
    out: PathBuf,
    /// The folder that it is written to, beside it.
    work: plan::Stage,
    /// The files that were written.
    written: Mutex<Vec<String>>,
}

impl Stage {
    /// Begins a site that is to be in the folder `out`.
    pub fn begin(out: &Path) -> Result<Self> {
        refuse_others(out)?;
        let named = Path::new(".").join(out);
        let out = std::path::absolute(&named).map_err(failed(&named))?;
        let beside = out.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(beside).map_err(failed(beside))?;
        let work = plan::Stage::new(beside, STAGE_PREFIX)?;
        fs::create_dir(work.path().join("site")).map_err(failed(work.path()))?;
        Ok(Self { out, work, written: Mutex::default() })
    }

    /// Writes a file of the site. Its folder is there.
    pub fn write(&self, path: &str, contents: &[u8]) -> Result<()> {
        fs::write(self.folder().join(path), contents).map_err(failed(&self.out.join(path)))?;
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Ok(())
    }

    /// Makes a folder of the site, and those above it.
    pub fn make(&self, path: &str) -> Result<()> {
        fs::create_dir_all(self.folder().join(path)).map_err(failed(&self.out.join(path)))
    }

    /// Puts the site in its place, with what somebody put into the old one. The rest of that is removed.
    pub fn finish(mut self) -> Result<()> {
        // Looked at again: somebody may have put something there meanwhile.
        refuse_others(&self.out)?;
        let site = self.folder();
        let written = std::mem::take(self.written.get_mut().unwrap_or_else(PoisonError::into_inner));
        fs::write(site.join(MARKER), marker(written)).map_err(failed(&self.out.join(MARKER)))?;
        Others::of(&self.out)?.carry(&self.out, &site)?;
        let moved = match renameat_with(CWD, &site, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(()),
            Err(error) if error == rustix::io::Errno::NOENT => fs::rename(&site, &self.out),
            // A file system that cannot do this at once is without a site for a moment.
            Err(_) => {
                // No later run removes it: what somebody put into it may be nowhere else.
                let old = self.out.with_file_name(format!("{OLD_PREFIX}{}", std::process::id()));
                fs::rename(&self.out, &old)
                    .and_then(|()| fs::rename(&site, &self.out))
                    .inspect_err(|_| drop(fs::rename(&old, &self.out)))
                    .inspect(|()| drop(fs::remove_dir_all(&old)))
            }
        };
        moved.map_err(failed(&self.out))
    }

    fn folder(&self) -> PathBuf {
        self.work.path().join("site")
    }
}

pub(super) fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}

/// A folder with anything in it that we did not write is not replaced.
fn refuse_others(out: &Path) -> Result<()> {
    let taken = |reason: &str| {
        Err(taken(out, reason.to_owned(), "name an empty folder, or one that `catalog build` wrote, with --out"))
    };
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
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
