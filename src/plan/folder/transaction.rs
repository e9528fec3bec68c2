//! A run that changes a product: staged, recorded, done or undone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Then};
use super::moment::before_change;
use super::stage::{self, Wanted};
use super::step::{Places, Undone};
use super::{TRANSACTION_FOLDER, UPDATE_FOLDER, pending, sync};
use crate::error::{Error, Result};
use crate::plan::ProductPath;

/// A run that changes a product.
pub(super) struct Transaction {
    root: PathBuf,
    folder: PathBuf,
    journal: Journal,
}

/// Files that an undone run did not put back.
#[derive(Debug, Default)]
pub(super) struct Remains {
    pub(super) left: BTreeSet<ProductPath>,
    pub(super) rescued: BTreeSet<ProductPath>,
}

impl Remains {
    fn add(&mut self, path: &ProductPath, undone: Undone) {
        if undone != Undone::Restored {
            self.left.insert(path.clone());
        }
        if undone == Undone::Rescued {
            self.rescued.insert(path.clone());
        }
    }
}

impl Transaction {
    /// Prepares a run. When this fails, nothing has changed and nothing is left.
    pub(super) fn stage(root: &Path, wanted: &[Wanted<'_>], then: Then, cancelled: &dyn Fn() -> bool) -> Result<Self> {
        let folder = root.join(TRANSACTION_FOLDER);
        let made = make_folder(root);
        let staged = made.and_then(|()| stage::stage(root, &folder, wanted, then, cancelled)).and_then(|journal| {
            // What a run only creates can be rendered again. What it replaces is the only copy of somebody's edits.
            if journal.steps.iter().any(|step| step.before.is_some()) {
                sync::to_disk(&stage::staged(&folder, &journal))?;
            }
            if cancelled() {
                return Err(Error::Interrupted);
            }
            journal.write(&folder)?;
            Ok(journal)
        });
        match staged {
            Ok(journal) => Ok(Self { root: root.to_owned(), folder, journal }),
            Err(error) => {
                // What cannot be removed now is removed by the next run; the first error is the one to tell.
                let _ = sweep(root);
                Err(error)
            }
        }
    }

    /// The run that another process left behind.
    pub(super) fn left_behind(root: &Path) -> Result<Option<Self>> {
        let folder = root.join(TRANSACTION_FOLDER);
        Ok(Journal::read(&folder)?.map(|journal| Self { root: root.to_owned(), folder, journal }))
    }

    /// Makes all the edits, or undoes those that were made.
    pub(super) fn run(self) -> Result<()> {
        let done = self.places().try_for_each(|places| places.forward());
        match done.and_then(|()| self.close()) {
            Ok(()) => Ok(()),
            Err(source) => match self.undo(Remains::default()) {
                Ok(remains) if remains.rescued.is_empty() => Err(source),
                Ok(remains) => {
                    let rescued = remains.rescued.iter().map(|path| path.below(&self.root)).collect();
                    Err(Error::EditedMeanwhile { source: Box::new(source), rescued })
                }
                Err(undo) => Err(Error::HalfDone { source: Box::new(source), undo: Box::new(undo) }),
            },
        }
    }

    /// Sets right what a run left that died between two moves of one file.
    pub(super) fn settle(&self) -> Result<Remains> {
        let mut remains = Remains::default();
        for places in self.places() {
            remains.add(&places.step.path, places.settle()?);
        }
        Ok(remains)
    }

    /// Whether the run can be completed: nobody has written meanwhile what it replaces.
    pub(super) fn can_be_completed(&self) -> Result<bool> {
        for places in self.places() {
            if !places.is_untouched()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes the edits that are not made yet.
    pub(super) fn complete(&self) -> Result<()> {
        for places in self.places() {
            if places.is_done()? {
                places.tidy();
            } else {
                places.forward()?;
            }
        }
        self.close()
    }

    /// Undoes the edits that were made.
    pub(super) fn undo(&self, mut remains: Remains) -> Result<Remains> {
        for number in (0..self.journal.steps.len()).rev() {
            let places = self.at(number);
            remains.add(&places.step.path, places.backward()?);
        }
        sweep(&self.root)?;
        Ok(remains)
    }

    /// The run is done: what it replaced is forgotten or kept.
    fn close(&self) -> Result<()> {
        match &self.journal.then {
            Then::Forget => {}
            Then::EndUpdate => pending::forget(&self.root)?,
            Then::Keep(_) => {
                pending::forget(&self.root)?;
                let update = self.root.join(UPDATE_FOLDER);
                before_change();
                return fs::rename(&self.folder, &update).map_err(|source| Error::Write { path: update, source });
            }
        }
        sweep(&self.root)
    }

    fn places(&self) -> impl Iterator<Item = Places<'_>> {
        (0..self.journal.steps.len()).map(|number| self.at(number))
    }

    fn at(&self, number: usize) -> Places<'_> {
        Places::new(&self.root, &self.folder, &self.journal, number)
    }
}

/// Removes the folder of a run that is over, or never began.
fn sweep(root: &Path) -> Result<()> {
    Journal::remove_folder(&root.join(TRANSACTION_FOLDER))?;
    remove_home(root);
    Ok(())
}

/// Removes `.mesh` when nothing is in it.
pub(super) fn remove_home(root: &Path) {
    if let Some(home) = root.join(TRANSACTION_FOLDER).parent() {
        let _ = fs::remove_dir(home);
    }
}

fn make_folder(root: &Path) -> Result<()> {
    let folder = root.join(TRANSACTION_FOLDER);
    let failed = |source| Error::Write { path: folder.clone(), source };
    if let Some(home) = folder.parent() {
        if fs::symlink_metadata(home).is_ok_and(|metadata| !metadata.is_dir()) {
            return Err(stage::blocked(home, home.is_symlink()));
        }
        before_change();
        fs::create_dir_all(home).map_err(failed)?;
    }
    before_change();
    fs::create_dir(&folder).map_err(failed)?;
    // Git does not see the folder, not even in a product whose own `.gitignore` does not know it.
    before_change();
    fs::write(folder.join(".gitignore"), "*\n").map_err(failed)
}
