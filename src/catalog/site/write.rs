//! A site is written beside the old one, and takes its place when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use tempfile::TempDir;

use crate::error::{Error, Result};

/// The file that tells a site of ours: only a folder that holds it is replaced.
pub const MARKER: &str = ".mesh-catalog";

/// A site on its way. It is gone when it is dropped before it is finished.
pub struct Stage {
    /// The folder of the site.
    out: PathBuf,
    /// The folder that it is written to, beside it.
    work: TempDir,
}

impl Stage {
    /// Begins a site that is to be in the folder `out`.
    pub fn begin(out: &Path) -> Result<Self> {
        refuse_others(out)?;
        let named = Path::new(".").join(out);
        let out = std::path::absolute(&named).map_err(failed(&named))?;
        let beside = out.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(beside).map_err(failed(beside))?;
        let work = tempfile::Builder::new().prefix(".mesh-catalog-").tempdir_in(beside).map_err(failed(beside))?;
        fs::create_dir(work.path().join("site")).map_err(failed(work.path()))?;
        let stage = Self { out, work };
        stage.write(MARKER, format!("{}\n", env!("CARGO_PKG_VERSION")).as_bytes())?;
        Ok(stage)
    }

    /// Writes a file of the site. Its folder is there.
    pub fn write(&self, path: &str, contents: &[u8]) -> Result<()> {
        fs::write(self.folder().join(path), contents).map_err(failed(&self.out.join(path)))
    }

    /// Makes a folder of the site, and those above it.
    pub fn make(&self, path: &str) -> Result<()> {
        fs::create_dir_all(self.folder().join(path)).map_err(failed(&self.out.join(path)))
    }

    /// Puts the site in its place. What was there is removed.
    pub fn finish(self) -> Result<()> {
        // Looked at again: somebody may have put something there meanwhile.
        refuse_others(&self.out)?;
        let site = self.folder();
        let moved = match renameat_with(CWD, &site, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(()),
            Err(error) if error == rustix::io::Errno::NOENT => fs::rename(&site, &self.out),
            // A file system that cannot do this at once is without a site for a moment.
            Err(_) => fs::rename(&self.out, self.work.path().join("old"))
                .and_then(|()| fs::rename(&site, &self.out))
                .inspect_err(|_| drop(fs::rename(self.work.path().join("old"), &self.out))),
        };
        moved.map_err(failed(&self.out))
    }

    fn folder(&self) -> PathBuf {
        self.work.path().join("site")
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}

/// A folder with anything in it that we did not write is not replaced.
fn refuse_others(out: &Path) -> Result<()> {
    let taken = |reason: &str| {
        let hint = "name an empty folder, or one that `catalog build` wrote, with --out".to_owned();
        Err(Error::Destination { path: out.to_owned(), reason: reason.to_owned(), hint })
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
