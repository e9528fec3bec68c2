//! What a product keeps to be told apart from its renders: the lock, and the last render of every merged file.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{Known, LOCK_PATH, Lock, LockedFile, TOOL};
use super::{Action, Before, Change, Digest, Plan, PlannedFile, ProductPath, Reason};
use crate::error::{Error, Result};
use crate::pack::FileOwner;
use crate::pack::source::LockedPack;

/// Where the last renders of merged files are kept, inside a product.
pub const BASE_FOLDER: &str = ".mesh/base";
/// Where renders are put that could not be merged into a file, inside a product.
pub const INCOMING_FOLDER: &str = ".mesh/incoming";

/// What a product was rendered from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The digest of the manifest, where there is one.
    pub manifest: Option<Digest>,
    /// The packs, the lowest first.
    pub packs: Vec<LockedPack>,
}

/// The files that stand for the state after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// The lock.
    pub lock: Lock,
    /// The last renders, by the paths of the merged files.
    pub bases: BTreeMap<ProductPath, Vec<u8>>,
}

/// Where the render of a file is put that could not be merged into it.
pub fn incoming(path: &ProductPath) -> ProductPath {
    path.within(INCOMING_FOLDER)
}

/// The records of a product after these changes. Files that could not follow keep what was known of them.
pub fn records(plan: &Plan, before: &Before, changes: &[Change], stamp: Stamp) -> Records {
    let changes: BTreeMap<&ProductPath, &Change> = changes.iter().map(|change| (&change.path, change)).collect();
    let complete = changes.values().all(|change| change.action != Action::Refuse);
    let lock = Lock {
        tool: TOOL.to_owned(),
        manifest: stamp.manifest.filter(|_| complete),
        packs: stamp.packs,
        files: Vec::new(),
    };
    let mut records = Records { lock, bases: BTreeMap::new() };
    for (path, new) in &plan.files {
        records.file(path, new, changes.get(path).copied(), before);
    }
    records.lock.files.sort_by(|(a, _), (b, _)| a.cmp(b));
    records
}

impl Records {
    fn file(&mut self, path: &ProductPath, new: &PlannedFile, change: Option<&Change>, before: &Before) {
        let former = change.and_then(|change| change.from.as_ref()).unwrap_or(path);
        let known = before.known.files.get(former);
        let digest = Digest::of(&new.contents);
        let refused = change.is_some_and(|change| change.action == Action::Refuse);
        let rendered = change.is_some_and(|change| change.reason == Reason::Rendered);
        let deleted = change.is_some_and(|change| change.reason == Reason::Deleted);
        // A refused file stays where it is.
        let path = if refused { former } else { path };
        match known {
            Some(known) if refused || deleted => {
                self.lock_file(path, known.owner, &known.template, &known.digests, deleted);
                if let Some(base) = before.bases.get(former).filter(|_| known.owner == FileOwner::Merged) {
                    self.bases.insert(path.clone(), base.clone());
                }
            }
            Some(Known { digests, .. }) if new.owner == FileOwner::Once && !rendered => {
                self.lock_file(path, new.owner, &new.template, digests, false);
            }
            None if refused => {}
            _ => {
                self.lock_file(path, new.owner, &new.template, &[digest].into(), false);
                if new.owner == FileOwner::Merged {
                    self.bases.insert(path.clone(), new.contents.clone());
                }
            }
        }
    }

    fn lock_file(
        &mut self,
        path: &ProductPath,
        owner: FileOwner,
        template: &str,
        digests: &BTreeSet<Digest>,
        deleted: bool,
    ) {
        let file = |digest| LockedFile { owner, template: template.to_owned(), digest, deleted };
        self.lock.files.extend(digests.iter().map(|digest| (path.clone(), file(*digest))));
    }

    /// The files of the records, as they stand in a product.
    pub fn files(&self) -> Result<BTreeMap<ProductPath, Vec<u8>>> {
        let lock = LOCK_PATH.parse().map_err(|error| Error::Internal(format!("the lock: {error}")))?;
        let mut files: BTreeMap<_, _> =
            self.bases.iter().map(|(path, base)| (path.within(BASE_FOLDER), base.clone())).collect();
        files.insert(lock, self.lock.to_yaml().into_bytes());
        Ok(files)
    }
}

impl Plan {
    /// The plan with its records as files of the tool: the whole of a new product.
    pub fn with(mut self, records: &Records) -> Result<Self> {
        for (path, contents) in records.files()? {
            let (owner, template, was) = (FileOwner::Generated, String::new(), Vec::new());
            self.files.insert(path, PlannedFile { contents, owner, template, was, executable: false });
        }
        Ok(self)
    }
}
