//! Preparing a run: every new file is written beside the product, and nothing of the product has changed.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use super::edit::Edit;
use super::found::{EXECUTABLE, Found, Print, Way, parents, way};
use super::journal::{Journal, Step, Then};
use super::moment::before_change;
use super::{TRANSACTION_FOLDER, UPDATE_FOLDER};
use crate::error::{Error, Result};
use crate::plan::{Digest, LOCK_PATH, ProductPath};

/// What is to become of a file, with all that is known about its mode.
pub(super) struct Wanted<'a> {
    pub(super) path: &'a ProductPath,
    pub(super) before: Option<&'a Digest>,
    pub(super) after: Option<Contents<'a>>,
}

/// The contents and the mode of a file to come.
pub(super) struct Contents<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) mode: Mode,
}

/// The mode of a file to come.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// That of the file before it, or the usual one; and whether it can be run.
    Usual { executable: bool },
    /// Exactly this.
    Exactly(u32),
}

impl<'a> From<&'a Edit> for Wanted<'a> {
    fn from(edit: &'a Edit) -> Self {
        let after = edit
            .after
            .as_ref()
            .map(|file| Contents { bytes: &file.contents, mode: Mode::Usual { executable: file.executable } });
        Self { path: &edit.path, before: edit.before.as_ref(), after }
    }
}

/// Writes the new files into `folder`, and gives the record of what is to be done with them.
pub(super) fn stage(
    root: &Path,
    folder: &Path,
    wanted: &[Wanted<'_>],
    then: Then,
    cancelled: &dyn Fn() -> bool,
) -> Result<Journal> {
    let mut wanted: Vec<&Wanted<'_>> = wanted.iter().collect();
    wanted.sort_by_key(|wanted| order(wanted));
    let removed: BTreeSet<&ProductPath> =
        wanted.iter().filter(|wanted| wanted.after.is_none()).map(|wanted| wanted.path).collect();
    let (mut steps, mut folders) = (Vec::new(), BTreeSet::new());
    let mut seen = BTreeSet::new();
    for wanted in wanted {
        if cancelled() {
            return Err(Error::Interrupted);
        }
        if !seen.insert(wanted.path) || is_ours(wanted.path) {
            return Err(Error::Internal(format!("`{}` cannot be edited, or is edited twice", wanted.path)));
        }
        let before = before(root, wanted, &removed)?;
        let slot = folder.join(steps.len().to_string());
        let after =
            wanted.after.as_ref().map(|contents| write(&slot, contents, &wanted.path.below(root))).transpose()?;
        if before == after && !then.keeps(wanted.path) {
            // Nothing is to be done; the place of this file is given to the next.
            if after.is_some() {
                fs::remove_file(&slot).map_err(|source| Error::Write { path: slot, source })?;
            }
            continue;
        }
        if after.is_some() {
            let is_made =
                |folder: &ProductPath| !fs::symlink_metadata(folder.below(root)).is_ok_and(|found| found.is_dir());
            folders.extend(parents(wanted.path).filter(is_made));
        }
        steps.push(Step { path: wanted.path.clone(), before, after });
    }
    Ok(Journal::new(then, folders.into_iter().collect(), steps))
}

/// Removals first, for a file may stand where a folder is to be; the lock last, for it tells what the others are.
fn order<'a>(wanted: &Wanted<'a>) -> (bool, u8, &'a ProductPath) {
    let kind = match (wanted.before, &wanted.after) {
        (_, None) => 0,
        (Some(_), Some(_)) => 1,
        (None, Some(_)) => 2,
    };
    (wanted.path.as_str() == LOCK_PATH, kind, wanted.path)
}

fn is_ours(path: &ProductPath) -> bool {
    [TRANSACTION_FOLDER, UPDATE_FOLDER]
        .iter()
        .any(|ours| path.as_str().strip_prefix(ours).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// What stands at the place now, when it is what the run saw there.
fn before(root: &Path, wanted: &Wanted<'_>, removed: &BTreeSet<&ProductPath>) -> Result<Option<Print>> {
    let path = wanted.path;
    if let Way::Blocked { at, is_link } = way(root, path)?
        && !removed.contains(&at)
    {
        return Err(blocked(&at.below(root), is_link));
    }
    match (Found::inside(root, path)?, wanted.before) {
        (Found::Nothing, None) => Ok(None),
        (Found::File(print), Some(digest)) if print.digest == *digest => Ok(Some(print)),
        // A file that is to stand where a folder is, which this run empties; or below a file that it removes.
        (Found::Other, None) if makes_way(path, removed) => Ok(None),
        (Found::Other, _) => {
            let place = path.below(root);
            let is_link = fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_symlink());
            Err(blocked(&place, is_link))
        }
        (Found::Nothing | Found::File(_), _) => Err(Error::Changed { path: path.below(root) }),
    }
}

/// Whether one of the removed files is above or below a path.
pub(super) fn makes_way(path: &ProductPath, removed: &BTreeSet<&ProductPath>) -> bool {
    let below = format!("{path}/");
    parents(path).any(|folder| removed.contains(&folder))
        || removed.iter().any(|removed| removed.as_str().starts_with(&below))
}

pub(super) fn blocked(place: &Path, is_link: bool) -> Error {
    let (reason, hint) = if is_link {
        ("is a symbolic link", "mesh-cli writes through no link; put a folder or a file in its place")
    } else {
        ("is in the way: it is not what the product needs there", "move it away, and run the command again")
    };
    Error::Destination { path: place.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() }
}

/// Writes a new file. It is given the mode and the owner of the file that it will replace.
fn write(slot: &Path, contents: &Contents<'_>, target: &Path) -> Result<Print> {
    let failed = |source| Error::Write { path: target.to_owned(), source };
    before_change();
    let mut file = File::create(slot).map_err(failed)?;
    file.write_all(contents.bytes).map_err(failed)?;
    let own = file.metadata().map_err(failed)?;
    let old = fs::symlink_metadata(target).ok().filter(Metadata::is_file);
    let old_mode = old.as_ref().unwrap_or(&own).mode() & 0o7777;
    let mode = match contents.mode {
        // Who may read a program may run it.
        Mode::Usual { executable: true } => old_mode | (old_mode & 0o444) >> 2,
        Mode::Usual { executable: false } => old_mode & !EXECUTABLE,
        Mode::Exactly(mode) => mode,
    };
    if let Some(old) = old.filter(|old| (old.uid(), old.gid()) != (own.uid(), own.gid())) {
        // Only some may give a file away; then it belongs to who runs this, as with every editor.
        let _ = chown(slot, Some(old.uid()), Some(old.gid()));
    }
    if mode != own.mode() & 0o7777 {
        file.set_permissions(Permissions::from_mode(mode)).map_err(failed)?;
    }
    Ok(Print { digest: Digest::of(contents.bytes), executable: mode & EXECUTABLE != 0 })
}

/// The places of the new files of a journal, before they are moved.
pub(super) fn staged(folder: &Path, journal: &Journal) -> Vec<PathBuf> {
    let new = journal.steps.iter().enumerate().filter(|(_, step)| step.after.is_some());
    new.map(|(number, _)| folder.join(number.to_string())).collect()
}
