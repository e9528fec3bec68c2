//! A site is written beside the old one, and takes its place when it is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::folder::{MARKER, failed, refuse_others};
use super::keep::{Others, marker};
use crate::error::Result;
use crate::plan;

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
