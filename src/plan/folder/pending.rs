//! An update with conflicts: what it replaced is kept until it is finished or aborted.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::UPDATE_FOLDER;
use super::edit::Edit;
use super::found::Found;
use super::journal::{Journal, Step, Then};
use super::stage::{self, Contents, Mode, Wanted};
use super::transaction::Transaction;
use crate::error::{Error, Result};
use crate::plan::{Digest, ProductPath};

/// What an update knows about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingInfo {
    /// What it updates to, as people read it: `standard 0.2.0`.
    pub target: String,
    /// The files with conflicts.
    pub conflicts: Vec<ProductPath>,
}

/// An update that waits for its conflicts to be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What it knows about itself.
    pub info: PendingInfo,
    /// Every file that it wrote or removed.
    pub written: Vec<Written>,
}

/// A file that an update wrote or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: ProductPath,
    /// What stood there before. Nothing, when the update created it.
    pub before: Option<Digest>,
    /// What the update left there. Nothing, when it removed it.
    pub after: Option<Digest>,
}

/// What became of the wish to abort an update.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Aborted {
    /// Every byte is back. These files were put back.
    Restored(Vec<ProductPath>),
    /// Nothing was done: these files were edited since, and have no conflict.
    Edited(Vec<ProductPath>),
}

fn read_journal(root: &Path) -> Result<Option<(PendingInfo, Journal)>> {
    let folder = root.join(UPDATE_FOLDER);
    let Some(journal) = Journal::read(&folder)? else { return Ok(None) };
    match &journal.then {
        Then::Keep(info) => Ok(Some((info.clone(), journal))),
        _ => Err(Error::Journal { path: folder, message: "this is not the record of an update".to_owned() }),
    }
}

pub(super) fn read(root: &Path) -> Result<Option<Pending>> {
    let digest = |print: &super::found::Print| print.digest;
    Ok(read_journal(root)?.map(|(info, journal)| Pending {
        info,
        written: journal
            .steps
            .iter()
            .map(|step| Written {
                path: step.path.clone(),
                before: step.before.as_ref().map(digest),
                after: step.after.as_ref().map(digest),
            })
            .collect(),
    }))
}

/// Forgets the pending update, if there is one.
pub(super) fn forget(root: &Path) -> Result<()> {
    Journal::remove_folder(&root.join(UPDATE_FOLDER))
}

pub(super) fn abort(
    root: &Path,
    forced: &dyn Fn(&ProductPath) -> bool,
    cancelled: &dyn Fn() -> bool,
) -> Result<Aborted> {
    let Some((info, journal)) = read_journal(root)? else {
        return Err(Error::Usage {
            message: "no update is waiting to be finished".to_owned(),
            hint: Some("there is nothing to abort".to_owned()),
        });
    };
    let removed = journal.steps.iter().filter(|step| step.before.is_none()).map(|step| &step.path).collect();
    let (mut restorations, mut edited) = (Vec::new(), Vec::new());
    for (number, step) in journal.steps.iter().enumerate() {
        let found = Found::inside(root, &step.path)?;
        if found.is(step.before.as_ref()) {
            continue;
        }
        // A file that is gone is no edit that could be lost.
        let may = found == Found::Nothing
            || found.is(step.after.as_ref())
            || found == Found::Other && stage::makes_way(&step.path, &removed)
            || info.conflicts.contains(&step.path)
            || forced(&step.path);
        if may {
            restorations.push(Exact::original(root, number, step, found)?);
        } else {
            edited.push(step.path.clone());
        }
    }
    if !edited.is_empty() {
        return Ok(Aborted::Edited(edited));
    }
    let wanted: Vec<Wanted<'_>> = restorations.iter().map(Exact::wanted).collect();
    Transaction::stage(root, &wanted, Then::EndUpdate, cancelled)?.run()?;
    Ok(Aborted::Restored(restorations.into_iter().map(|restored| restored.path).collect()))
}

/// The files with conflicts that an update leaves as they are, to be kept with those that it replaces.
pub(super) fn unchanged(root: &Path, then: &Then, edits: &[Edit]) -> Result<Vec<Exact>> {
    let Then::Keep(info) = then else { return Ok(Vec::new()) };
    let left = info.conflicts.iter().filter(|path| !edits.iter().any(|edit| edit.path == **path));
    let kept = left.map(|path| match Found::inside(root, path)? {
        Found::File(print) => Exact::new(path, Some(print.digest), Some(&path.below(root))).map(Some),
        Found::Nothing | Found::Other => Ok(None),
    });
    kept.filter_map(Result::transpose).collect()
}

/// A file that is to be byte for byte what another is, or nothing.
pub(super) struct Exact {
    path: ProductPath,
    now: Option<Digest>,
    contents: Option<(Vec<u8>, u32)>,
}

impl Exact {
    fn new(path: &ProductPath, now: Option<Digest>, model: Option<&Path>) -> Result<Self> {
        let read = |model: &Path| -> io::Result<_> {
            let mode = fs::metadata(model)?.mode() & 0o7777;
            Ok((fs::read(model)?, mode))
        };
        let read = |model: &Path| read(model).map_err(|source| Error::Read { path: model.to_owned(), source });
        Ok(Self { path: path.clone(), now, contents: model.map(read).transpose()? })
    }

    /// What an aborted update replaced.
    fn original(root: &Path, number: usize, step: &Step, found: Found) -> Result<Self> {
        let kept = root.join(UPDATE_FOLDER).join(number.to_string());
        if step.before.is_some() && !Found::at(&kept)?.is(step.before.as_ref()) {
            let message = format!("this is no longer what `{}` was before the update", step.path);
            return Err(Error::Journal { path: kept, message });
        }
        let now = match found {
            Found::File(print) => Some(print.digest),
            Found::Nothing | Found::Other => None,
        };
        Self::new(&step.path, now, step.before.is_some().then_some(&kept))
    }

    pub(super) fn wanted(&self) -> Wanted<'_> {
        let after = self.contents.as_ref().map(|(bytes, mode)| Contents { bytes, mode: Mode::Exactly(*mode) });
        Wanted { path: &self.path, before: self.now.as_ref(), after }
    }
}
