//! A product's folder on disk. Every change to it is all or nothing, and one run changes it at a time.
//!
//! ```text
//! edits ──stage──► .mesh/transaction/ ──journal──► swap each file ──► remove the transaction, or keep it as .mesh/update/
//!                  (nothing has changed)    │
//!                                           └─ from here on a run that dies is completed or undone by the next
//! ```
//!
//! A file is replaced by exchanging it with its staged successor, so that no moment is without the file, and what was
//! replaced is at hand: when it is not what the run had seen, somebody wrote it meanwhile, and it goes back.

mod edit;
mod found;
mod glance;
mod guard;
mod journal;
mod moment;
mod moves;
mod pending;
mod recover;
mod stage;
mod step;
mod sync;
mod transaction;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use edit::Edit;
pub(super) use glance::is_interrupted_creation;
pub use glance::{Glance, Unfinished};
pub use pending::{Aborted, Pending, PendingInfo, Written};
pub use recover::{Outcome, Recovery};

use crate::error::{Error, Result};
use guard::Guard;
use journal::Then;
use transaction::Transaction;

/// Where a run keeps its files until it is done, inside a product.
pub const TRANSACTION_FOLDER: &str = ".mesh/transaction";
/// Where an update with conflicts keeps what it replaced, inside a product.
pub const UPDATE_FOLDER: &str = ".mesh/update";
/// Where files are put that an undone run had replaced, when another file stands in their place.
pub const RESCUED_FOLDER: &str = ".mesh/rescued";

/// A product's folder, in the hands of this run alone.
#[derive(Debug)]
pub struct ProductFolder {
    root: PathBuf,
    recovered: Option<Recovery>,
    _guard: Guard,
}

impl ProductFolder {
    /// Takes the folder for this run, and completes or undoes a run that was interrupted.
    ///
    /// While another run is at work this waits; `say` is told after a second, and after a minute it is an error.
    pub fn open(root: &Path, cancelled: &dyn Fn() -> bool, say: &dyn Fn(&str)) -> Result<Self> {
        let guard = guard::take(root, &guard::PATIENCE, cancelled, say)?;
        let recovered = recover::recover(root)?;
        Ok(Self { root: root.to_owned(), recovered, _guard: guard })
    }

    /// Takes an empty folder for a new product. A creation that was interrupted there is undone, not completed.
    pub(super) fn open_empty(root: &Path, cancelled: &dyn Fn() -> bool) -> Result<Self> {
        let guard = guard::take(root, &guard::PATIENCE, cancelled, &|_| {})?;
        let recovered = if is_interrupted_creation(root) { recover::undo(root)? } else { None };
        Ok(Self { root: root.to_owned(), recovered, _guard: guard })
    }

    /// What another run left unfinished, for commands that only read. Nothing is written.
    pub fn look(root: &Path) -> Result<Glance> {
        glance::look(root)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What had to be done about an interrupted run before this one.
    pub fn recovered(&self) -> Option<&Recovery> {
        self.recovered.as_ref()
    }

    /// Makes all the edits, or none.
    ///
    /// With `keep`, what is replaced is kept until [`finish`](Self::finish) or [`abort`](Self::abort). `cancelled` is
    /// asked while files are prepared; once they are being moved into place the run is finished, which takes no time.
    pub fn apply(&self, edits: &[Edit], keep: Option<PendingInfo>, cancelled: &dyn Fn() -> bool) -> Result<()> {
        if edits.is_empty() && keep.is_none() {
            return Ok(());
        }
        let then = match keep {
            None => Then::Forget,
            Some(info) if self.pending()?.is_none() => Then::Keep(info),
            Some(_) => {
                return Err(Error::Usage {
                    message: "an update is waiting to be finished".to_owned(),
                    hint: Some("resolve its conflicts first, or abort it".to_owned()),
                });
            }
        };
        let unchanged = pending::unchanged(&self.root, &then, edits)?;
        let kept = unchanged.iter().map(pending::Exact::wanted);
        let wanted: Vec<stage::Wanted<'_>> = edits.iter().map(stage::Wanted::from).chain(kept).collect();
        Transaction::stage(&self.root, &wanted, then, cancelled)?.run()
    }

    /// The update that waits for its conflicts to be resolved.
    pub fn pending(&self) -> Result<Option<Pending>> {
        pending::read(&self.root)
    }

    /// Puts back every byte that the pending update replaced.
    ///
    /// A file without a conflict that was edited since is only put back where `forced` says so; else nothing is.
    pub fn abort(
        &self,
        forced: &dyn Fn(&crate::plan::ProductPath) -> bool,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Aborted> {
        pending::abort(&self.root, forced, cancelled)
    }

    /// Ends the pending update: what it replaced is forgotten.
    pub fn finish(&self) -> Result<()> {
        pending::forget(&self.root)
    }
}
