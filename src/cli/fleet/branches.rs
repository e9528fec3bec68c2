//! A branch and a commit for each product.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::fleet::{Member, Workshop};
use crate::manifest::document;

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
    Free { root: PathBuf, branch: String },
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
        Ok(Place::Free { root, branch })
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

/// The work tree for the repository of a product.
fn workshop<'a>(open: &'a mut BTreeMap<PathBuf, Workshop>, product: &Path) -> Result<&'a Workshop> {
    let home = Workshop::home_of(product)?;
    if !open.contains_key(&home) {
        open.insert(home.clone(), Workshop::open(&home)?);
    }
    open.get(&home).ok_or_else(|| Error::Internal("a work tree is gone".to_owned()))
}
