//! A look at what is unfinished, without a hand on anything.

use std::fs;
use std::path::Path;

use super::journal::{FILE_NAME, Journal};
use super::pending::{self, Pending};
use super::{TRANSACTION_FOLDER, guard};
use crate::error::{Error, Result};

/// What is unfinished in a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// A run that changes files and has not ended.
    pub unfinished: Option<Unfinished>,
    /// The update that waits for its conflicts to be resolved.
    pub pending: Option<Pending>,
}

/// A run that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// It is at work now.
    Running,
    /// It was interrupted; the next run that writes completes or undoes it.
    Interrupted,
}

pub(super) fn look(root: &Path) -> Result<Glance> {
    let has_journal = root.join(TRANSACTION_FOLDER).join(FILE_NAME).symlink_metadata().is_ok();
    let unfinished =
        if guard::is_taken(root) { Some(Unfinished::Running) } else { has_journal.then_some(Unfinished::Interrupted) };
    Ok(Glance { unfinished, pending: pending::read(root)? })
}

/// Whether a folder holds what an interrupted creation of a product left there.
pub(in crate::plan) fn is_interrupted_creation(root: &Path) -> bool {
    match Journal::read(&root.join(TRANSACTION_FOLDER)) {
        Ok(Some(journal)) => journal.steps.iter().all(|step| step.before.is_none()),
        Ok(None) => only_staged(root).unwrap_or(false),
        Err(_) => false,
    }
}

/// Whether nothing is in the folder but the files of a run that had not begun.
fn only_staged(root: &Path) -> Result<bool> {
    let home = root.join(TRANSACTION_FOLDER);
    let Some(home) = home.parent() else { return Ok(false) };
    Ok(names(root)? == [".mesh"] && names(home)? == ["transaction"])
}

fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    fs::read_dir(folder).map_err(failed)?.map(|entry| Ok(entry.map_err(failed)?.file_name())).collect()
}
