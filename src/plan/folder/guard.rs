//! One run at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// The folder is this run's until the guard is dropped, or its process ends, however it ends.
#[derive(Debug)]
pub(super) struct Guard(File);

impl Drop for Guard {
    fn drop(&mut self) {
        // Explicitly: a child process that is just being started may share the file for a moment.
        let _ = self.0.unlock();
    }
}

/// How long a run waits for another.
pub(super) struct Patience {
    /// After this time it says that it waits.
    pub(super) silent: Duration,
    /// After this time it gives up.
    pub(super) most: Duration,
}

pub(super) const PATIENCE: Patience = Patience { silent: Duration::from_secs(1), most: Duration::from_secs(60) };
/// How often a waiting run tries again.
const STEP: Duration = Duration::from_millis(5);

/// Takes the folder for this run.
pub(super) fn take(
    root: &Path,
    patience: &Patience,
    cancelled: &dyn Fn() -> bool,
    say: &dyn Fn(&str),
) -> Result<Guard> {
    let folder = File::open(root).map_err(|source| Error::Read { path: root.to_owned(), source })?;
    let start = Instant::now();
    let mut said = false;
    while !try_take(&folder) {
        if cancelled() {
            return Err(Error::Interrupted);
        }
        let waited = start.elapsed();
        if waited >= patience.most {
            return Err(Error::Busy { path: root.to_owned() });
        }
        if waited >= patience.silent && !said {
            say(&format!("waiting for another run of mesh-cli in {}", root.display()));
            said = true;
        }
        sleep(STEP);
    }
    Ok(Guard(folder))
}

fn try_take(folder: &File) -> bool {
    match folder.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // On a file system without locks two runs are told apart by nothing; one is better than none.
        Err(TryLockError::Error(error)) => error.kind() != io::ErrorKind::Interrupted,
    }
}

/// Whether a run is at work in the folder now.
pub(super) fn is_taken(root: &Path) -> bool {
    let Ok(folder) = File::open(root) else { return false };
    let taken = matches!(folder.try_lock_shared(), Err(TryLockError::WouldBlock));
    let _ = folder.unlock();
    taken
}
