//! One file of a run: put in place, or put back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::RESCUED_FOLDER;
use super::found::{Found, Way, is_absence, parents, way};
use super::journal::{Journal, Step};
use super::moment::before_change;
use super::moves;
use crate::error::{Error, Result};
use crate::plan::ProductPath;

/// A file of a run, with the places between which it moves.
pub(super) struct Places<'a> {
    root: &'a Path,
    journal: &'a Journal,
    pub(super) step: &'a Step,
    target: PathBuf,
    /// The new file, until it is in place; then the old one.
    slot: PathBuf,
    spare: PathBuf,
}

/// What undoing did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undone {
    /// It is as it was before the run.
    Restored,
    /// Somebody wrote it meanwhile: it is left to them.
    Left,
    /// So it is, and what the run had replaced was put into [`RESCUED_FOLDER`].
    Rescued,
}

impl<'a> Places<'a> {
    pub(super) fn new(root: &'a Path, folder: &Path, journal: &'a Journal, number: usize) -> Self {
        let step = &journal.steps[number];
        let slot = folder.join(number.to_string());
        Self { root, journal, step, target: step.path.below(root), spare: slot.with_extension("spare"), slot }
    }

    /// Whether the new file is in place: then the old one, or nothing, is where it was.
    pub(super) fn is_done(&self) -> Result<bool> {
        let slot = Found::at(&self.slot)?;
        Ok(match (&self.step.before, &self.step.after) {
            (None, _) => slot == Found::Nothing,
            (Some(_), None) => slot != Found::Nothing,
            (Some(_), after) => slot != Found::Nothing && !slot.is(after.as_ref()),
        })
    }

    /// Whether nobody else had a hand in what this run has replaced, or is going to replace.
    pub(super) fn is_untouched(&self) -> Result<bool> {
        if self.is_done()? {
            return Ok(Found::at(&self.slot)?.is(self.step.before.as_ref()));
        }
        let found = Found::inside(self.root, &self.step.path)?;
        let in_place = match found {
            Found::Other => self.step.before.is_none() && self.journal.makes_way(&self.step.path),
            _ => found.is(self.step.before.as_ref()),
        };
        Ok(in_place && (self.step.after.is_none() || Found::at(&self.slot)?.is(self.step.after.as_ref())))
    }

    /// Sets right what a run left that died between two moves of the file.
    pub(super) fn settle(&self) -> Result<Undone> {
        match moves::settle(&self.target, &self.slot, &self.spare) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.rescue(&self.spare),
            outcome => outcome.map(|()| Undone::Restored).map_err(|source| self.failed(source)),
        }
    }

    /// Puts the new file in place, or takes the old one away.
    pub(super) fn forward(&self) -> Result<()> {
        if let Way::Blocked { .. } = way(self.root, &self.step.path)? {
            return Err(self.changed());
        }
        match (&self.step.before, &self.step.after) {
            (Some(_), Some(_)) => moves::exchange(&self.target, &self.slot, &self.spare),
            (Some(_), None) => moves::to_free_place(&self.target, &self.slot),
            (None, _) => self.make_folders().and_then(|()| moves::to_free_place(&self.slot, &self.target)),
        }
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists => self.changed(),
            _ => self.failed(error),
        })?;
        if self.step.before.is_some() && !Found::at(&self.slot)?.is(self.step.before.as_ref()) {
            // Somebody wrote the file in the very last moment: it goes back.
            self.backward()?;
            return Err(self.changed());
        }
        self.tidy();
        Ok(())
    }

    /// Removes the folders that the removal of the file has left empty.
    pub(super) fn tidy(&self) {
        if self.step.after.is_none() {
            self.remove_empty_folders(|_| true);
        }
    }

    /// Puts the old file back, or takes the new one away, unless somebody wrote it meanwhile.
    pub(super) fn backward(&self) -> Result<Undone> {
        let found = Found::inside(self.root, &self.step.path)?;
        if !self.is_done()? {
            self.remove_made_folders();
            let is_mine = found == Found::Nothing || found.is(self.step.before.as_ref());
            return Ok(if is_mine { Undone::Restored } else { Undone::Left });
        }
        let failed = |source| self.failed(source);
        match (&self.step.before, found) {
            (None, Found::Nothing) => Ok(Undone::Restored),
            (None, found) if !found.is(self.step.after.as_ref()) => Ok(Undone::Left),
            (None, _) => {
                moves::to_free_place(&self.target, &self.slot).map_err(failed)?;
                if !self.holds_the_new_file()? {
                    moves::to_free_place(&self.slot, &self.target).map_err(failed)?;
                    return Ok(Undone::Left);
                }
                self.remove_made_folders();
                Ok(Undone::Restored)
            }
            (Some(_), Found::Nothing) => {
                let restored = self.make_folders().and_then(|()| moves::to_free_place(&self.slot, &self.target));
                match restored {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.rescue(&self.slot),
                    outcome => outcome.map(|()| Undone::Restored).map_err(failed),
                }
            }
            (Some(_), found) if self.step.after.is_some() && found.is(self.step.after.as_ref()) => {
                moves::exchange(&self.target, &self.slot, &self.spare).map_err(failed)?;
                if !self.holds_the_new_file()? {
                    moves::exchange(&self.target, &self.slot, &self.spare).map_err(failed)?;
                    return self.rescue(&self.slot);
                }
                Ok(Undone::Restored)
            }
            (Some(_), _) => self.rescue(&self.slot),
        }
    }

    /// Whether what was taken back is what this run had written. Else somebody wrote it in the very last moment.
    fn holds_the_new_file(&self) -> Result<bool> {
        Ok(Found::at(&self.slot)?.is(self.step.after.as_ref()))
    }

    /// Puts a file that is in nobody's place where people find it.
    fn rescue(&self, file: &Path) -> Result<Undone> {
        let failed = |source| Error::Write { path: self.root.join(RESCUED_FOLDER), source };
        let place = self.root.join(RESCUED_FOLDER).join(self.step.path.as_str());
        if let Some(folder) = place.parent() {
            before_change();
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut free = place.clone();
        for number in 1.. {
            match moves::to_free_place(file, &free) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let mut name = place.clone().into_os_string();
                    name.push(format!(".{number}"));
                    free = name.into();
                    continue;
                }
                outcome => outcome.map_err(failed)?,
            }
            break;
        }
        Ok(Undone::Rescued)
    }

    fn make_folders(&self) -> io::Result<()> {
        before_change();
        self.target.parent().map_or(Ok(()), fs::create_dir_all)
    }

    fn remove_made_folders(&self) {
        self.remove_empty_folders(|folder| self.journal.folders.contains(folder));
    }

    /// Removes the folders above the file that are empty now, as far as they may be.
    fn remove_empty_folders(&self, may: impl Fn(&ProductPath) -> bool) {
        for folder in parents(&self.step.path).rev() {
            if !may(&folder) {
                return;
            }
            before_change();
            match fs::remove_dir(folder.below(self.root)) {
                Err(error) if !is_absence(&error) => return,
                _ => {}
            }
        }
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write { path: self.target.clone(), source }
    }

    fn changed(&self) -> Error {
        Error::Changed { path: self.target.clone() }
    }
}
