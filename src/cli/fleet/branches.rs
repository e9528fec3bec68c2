//! A branch and a commit for each product.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::fleet::{Member, Workshop, leads_out};
use crate::manifest::document;
use crate::pack::source::LockedPack;

/// The branches of a rollout.
pub(super) struct Branches {
    /// What stands before the id of a product.
    name: String,
    /// The repositories of the products, each with a work tree for this run.
    open: Mutex<BTreeMap<PathBuf, Workshop>>,
}

/// Where a product is brought in step.
pub(super) enum Place {
    /// Nowhere: there is its branch already.
    Taken(String),
    /// In a work tree of this run.
    Free {
        /// The product there.
        root: PathBuf,
        /// Where the user would stand in it.
        from: PathBuf,
        /// Its branch.
        branch: String,
    },
}

impl Branches {
    pub(super) fn new(name: String) -> Self {
        Self { name, open: Mutex::default() }
    }

    /// Where a product is brought in step.
    pub(super) fn place(&self, member: &Member) -> Result<Place> {
        let branch = format!("{}/{}", self.name, member.id);
        let mut open = self.open();
        let workshop = workshop(&mut open, &member.root)?;
        if workshop.has(&branch)? {
            return Ok(Place::Taken(branch));
        }
        let root = workshop.place_of(&member.root)?;
        if !root.join(document::FILE_NAME).is_file() {
            return Err(Error::Usage {
                message: format!("{} is not in the last commit", member.root.display()),
                hint: Some("commit the product first".to_owned()),
            });
        }
        let from = workshop.place_of(Path::new("."))?;
        Ok(Place::Free { root, from, branch })
    }

    /// Refuses packs that lie outside the repository of a product, at a path that holds for the temporary work tree only.
    pub(super) fn refuse_packs_outside(&self, member: &Member, root: &Path, packs: &[LockedPack]) -> Result<()> {
        let mut open = self.open();
        let workshop = workshop(&mut open, &member.root)?;
        match packs.iter().find(|pack| workshop.is_outside(&pack.source, root)) {
            None => Ok(()),
            Some(pack) => Err(outside(&pack.name)),
        }
    }

    /// Refuses packs of the command line that lie outside the repository that the user stands in.
    pub(super) fn refuse_wishes_outside(wishes: &[String]) -> Result<()> {
        let here = Path::new(".");
        let Ok(home) = Workshop::home_of(here) else { return Ok(()) };
        wishes.iter().find(|wish| leads_out(wish, here, &home)).map_or(Ok(()), |wish| Err(outside(wish)))
    }

    /// Commits what `change` does to the product at `root`. Nothing is left of it when it fails.
    pub(super) fn commit(
        &self,
        member: &Member,
        root: &Path,
        branch: &str,
        message: &str,
        change: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let mut open = self.open();
        let workshop = workshop(&mut open, &member.root)?;
        let outcome = change().and_then(|()| workshop.commit(root, branch, message));
        workshop.reset(root)?;
        outcome
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Workshop>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn outside(pack: &str) -> Error {
    Error::Usage {
        message: format!("the pack {pack} lies outside the repository, at a path that holds for one work tree only"),
        hint: Some("name it by an absolute path, or by a git repository".to_owned()),
    }
}

/// The work tree for the repository of a product.
fn workshop<'a>(open: &'a mut BTreeMap<PathBuf, Workshop>, product: &Path) -> Result<&'a Workshop> {
    let home = Workshop::home_of(product)?;
    if !open.contains_key(&home) {
        open.insert(home.clone(), Workshop::open(&home)?);
    }
    open.get(&home).ok_or_else(|| Error::Internal("a work tree is gone".to_owned()))
}
