//! Making sure that files survive a loss of power.

use std::fs::File;
use std::path::PathBuf;
use std::thread;

use crate::error::{Error, Result};

/// How many files are waited for at once: a file system writes what it is asked for at the same time in one go.
const AT_ONCE: usize = 32;

/// Waits until the files are on the disk.
pub(super) fn to_disk(files: &[PathBuf]) -> Result<()> {
    let one = |path: &PathBuf| {
        File::open(path).and_then(|file| file.sync_all()).map_err(|source| Error::Write { path: path.clone(), source })
    };
    if files.len() < 2 {
        return files.iter().try_for_each(one);
    }
    thread::scope(|scope| {
        let share = files.len().div_ceil(AT_ONCE);
        let threads: Vec<_> =
            files.chunks(share).map(|files| scope.spawn(move || files.iter().try_for_each(one))).collect();
        threads.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(Error::Internal("a thread that writes to the disk failed".to_owned())))
        })
    })
}
