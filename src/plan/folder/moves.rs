//! The two moves that everything is made of: a file to a place that is free, and two files that change places.

use std::fs;
use std::io;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::moment::before_change;

/// Moves a file to a place where nothing is.
pub(super) fn to_free_place(from: &Path, to: &Path) -> io::Result<()> {
    before_change();
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some network file systems do not know the flag.
        Err(Errno::INVAL | Errno::NOSYS) => match fs::symlink_metadata(to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        },
        outcome => outcome.map_err(io::Error::from),
    }
}

/// Lets two files change places, so that at every moment there is one in each.
///
/// A file system that cannot do this is given a third place, and for a moment `a` is missing.
pub(super) fn exchange(a: &Path, b: &Path, spare: &Path) -> io::Result<()> {
    before_change();
    match at_once(a, b) {
        Err(Errno::INVAL | Errno::NOSYS) => by_three_moves(a, b, spare),
        outcome => outcome.map_err(io::Error::from),
    }
}

fn at_once(a: &Path, b: &Path) -> Result<(), Errno> {
    #[cfg(test)]
    if super::moment::testing::is_simple_disk() {
        return Err(Errno::INVAL);
    }
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)
}

/// Changes the places of two files by way of a third. A run that dies in between is set right by [`settle`].
fn by_three_moves(a: &Path, b: &Path, spare: &Path) -> io::Result<()> {
    to_free_place(a, spare)?;
    if let Err(error) = to_free_place(b, a) {
        to_free_place(spare, a)?;
        return Err(error);
    }
    to_free_place(spare, b)
}

/// Sets right what a run left that died between three moves. The error is `AlreadyExists` when `a` was taken meanwhile.
pub(super) fn settle(a: &Path, b: &Path, spare: &Path) -> io::Result<()> {
    if fs::symlink_metadata(spare).is_err() {
        return Ok(());
    }
    // Where `b` is still there, the second move was not made.
    to_free_place(spare, if fs::symlink_metadata(b).is_ok() { a } else { b })
}
