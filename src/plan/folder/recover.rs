//! Completing or undoing a run that was interrupted.

use std::path::Path;

use super::journal::{self, Journal};
use super::transaction::{Remains, Transaction, remove_home};
use super::{TRANSACTION_FOLDER, UPDATE_FOLDER};
use crate::error::Result;
use crate::plan::ProductPath;

/// What was done about an interrupted run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Whether it is done now, or was undone.
    pub outcome: Outcome,
    /// Files that were edited since the run was interrupted: they are left as they are.
    pub left: Vec<ProductPath>,
    /// Of those, the ones whose former contents were put into `.mesh/rescued`.
    pub rescued: Vec<ProductPath>,
}

impl Recovery {
    /// What was done, in a sentence.
    pub fn sentence(&self) -> &'static str {
        match self.outcome {
            Outcome::Completed => "an interrupted run was completed",
            Outcome::Undone => "an interrupted run was undone",
        }
    }
}

/// How an interrupted run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was left to do was done.
    Completed,
    /// What had been done was undone.
    Undone,
}

/// Completes an interrupted run; where files were edited meanwhile, undoes it.
pub(super) fn recover(root: &Path) -> Result<Option<Recovery>> {
    let Some(transaction) = left_behind(root)? else { return Ok(None) };
    let remains = transaction.settle()?;
    if transaction.can_be_completed()? && transaction.complete().is_ok() {
        return Ok(Some(Recovery { outcome: Outcome::Completed, left: Vec::new(), rescued: Vec::new() }));
    }
    transaction.undo(remains).map(|remains| Some(undone(remains)))
}

/// Undoes an interrupted run.
pub(super) fn undo(root: &Path) -> Result<Option<Recovery>> {
    let Some(transaction) = left_behind(root)? else { return Ok(None) };
    let remains = transaction.settle()?;
    transaction.undo(remains).map(|remains| Some(undone(remains)))
}

fn undone(remains: Remains) -> Recovery {
    Recovery {
        outcome: Outcome::Undone,
        left: remains.left.into_iter().collect(),
        rescued: remains.rescued.into_iter().collect(),
    }
}

/// The interrupted run, if there is one. What is left of runs that had not begun, or are over, is removed.
fn left_behind(root: &Path) -> Result<Option<Transaction>> {
    for folder in [UPDATE_FOLDER, TRANSACTION_FOLDER].map(|folder| root.join(folder)) {
        if folder.symlink_metadata().is_ok() && Journal::read(&folder)?.is_none() {
            journal::clear(&folder)?;
            remove_home(root);
        }
    }
    Transaction::left_behind(root)
}
