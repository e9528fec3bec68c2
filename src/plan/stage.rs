//! A folder beside a place, in which what is to stand there is made ready.
//!
//! It is locked while its run is alive. One that a killed run left behind is not locked, and the next run removes it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// How often a name for a folder is tried.
const ATTEMPTS: u32 = 100;

/// A folder of one run, removed when it goes out of scope.
pub struct Stage {
    path: PathBuf,
    _lock: File,
}

impl Stage {
    /// A folder of this run's own, below `home`. Those of dead runs that begin with the same words are removed.
    pub fn new(home: &Path, prefix: &str) -> Result<Self> {
        sweep(home, prefix);
        let failed = |source| Error::Write { path: home.to_owned(), source };
        for attempt in 0..ATTEMPTS {
            let path = home.join(format!("{prefix}{}.{attempt}", std::process::id()));
            match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                outcome => outcome.map_err(failed)?,
            }
            // Another run may take the folder for an abandoned one until it is locked.
            if let Some(lock) = lock(&path).map_err(failed)? {
                return Ok(Self { path, _lock: lock });
            }
        }
        Err(Error::Internal(format!("no staging folder could be made in {}", home.display())))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the folders whose run is no longer alive.
fn sweep(home: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(home) else { return };
    for entry in entries.flatten() {
        let is_stage = entry.file_name().to_string_lossy().starts_with(prefix)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(folder) = is_stage.then(|| File::open(entry.path()).ok()).flatten() else { continue };
        if folder.try_lock().is_ok() {
            // Only tidiness is at stake: a folder that cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Locks a folder that was just made. Nothing, when another run removes it.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let folder = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        folder => folder?,
    };
    match folder.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(None),
        // A file system without locks leaves nothing worse than a folder that no later run removes.
        Ok(()) | Err(TryLockError::Error(_)) => {}
    }
    let inode = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let still_there =
        fs::metadata(path).is_ok_and(|metadata| folder.metadata().is_ok_and(|own| inode(own) == inode(metadata)));
    Ok(still_there.then_some(folder))
}
