//! Completing or undoing a run that was interrupted.

use std::path::Path;

use super::transaction::{Remains, Transaction, sweep};
use super::{TRANSACTION_FOLDER, UPDATE_FOLDER, pending};
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
    pending::tidy(&root.join(UPDATE_FOLDER))?;
    let Some(transaction) = left_behind(root)? else { return Ok(None) };
    transaction.settle()?;
    if transaction.can_be_completed()? && transaction.complete().is_ok() {
        return Ok(Some(Recovery { outcome: Outcome::Completed, left: Vec::new(), rescued: Vec::new() }));
    }
    transaction.undo().map(|remains| Some(undone(remains)))
}

/// Undoes an interrupted run.
pub(super) fn undo(root: &Path) -> Result<Option<Recovery>> {
    let Some(transaction) = left_behind(root)? else { return Ok(None) };
    transaction.settle()?;
    transaction.undo().map(|remains| Some(undone(remains)))
}

fn undone(remains: Remains) -> Recovery {
    let Remains { mut left, rescued } = remains;
    left.extend(rescued.iter().cloned());
    left.sort();
    Recovery { outcome: Outcome::Undone, left, rescued }
}

/// The interrupted run, if there is one. What a run left that had not begun is removed.
fn left_behind(root: &Path) -> Result<Option<Transaction>> {
    let found = Transaction::left_behind(root)?;
    if found.is_none() && root.join(TRANSACTION_FOLDER).symlink_metadata().is_ok() {
        sweep(root)?;
    }
    Ok(found)
}
