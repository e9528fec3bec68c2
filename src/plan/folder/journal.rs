//! The record of a run: what it does to which file. Once it is written, the run happens.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::found::{Print, is_absence};
use super::moment::before_change;
use super::pending::PendingInfo;
use super::{stage, sync};
use crate::error::{Error, Result};
use crate::plan::ProductPath;

/// The journal's name, inside the folder of its run.
pub(super) const FILE_NAME: &str = "journal.json";
/// The version of the journal's format.
const FORMAT_VERSION: u32 = 1;

/// The record of a run.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Journal {
    format_version: u32,
    /// What becomes of the replaced files.
    pub(super) then: Then,
    /// The folders that the run makes.
    pub(super) folders: Vec<ProductPath>,
    /// What happens to the files, in this order.
    pub(super) steps: Vec<Step>,
}

/// What becomes of the replaced files when a run is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Then {
    /// They are removed.
    Forget,
    /// They are kept, until the update is finished or aborted.
    Keep(PendingInfo),
    /// They are removed, and the pending update with them: this run aborts it.
    EndUpdate,
}

impl Then {
    /// Whether a file is kept even where the run leaves it as it is: whoever resolves its conflict changes it.
    pub(super) fn keeps(&self, path: &ProductPath) -> bool {
        matches!(self, Self::Keep(info) if info.conflicts.contains(path))
    }
}

/// What happens to one file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) path: ProductPath,
    pub(super) before: Option<Print>,
    pub(super) after: Option<Print>,
}

/// The version alone, so that a later format is told from a broken file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    format_version: u32,
}

impl Journal {
    pub(super) fn new(then: Then, folders: Vec<ProductPath>, steps: Vec<Step>) -> Self {
        Self { format_version: FORMAT_VERSION, then, folders, steps }
    }

    /// Whether the run removes what is in the way of a new file: a file where a folder is to be, or the reverse.
    pub(super) fn makes_way(&self, path: &ProductPath) -> bool {
        let removed = self.steps.iter().filter(|step| step.after.is_none()).map(|step| &step.path).collect();
        stage::makes_way(path, &removed)
    }

    /// The journal in a folder, when there is one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        if !is_folder(folder) {
            return Ok(None);
        }
        let path = folder.join(FILE_NAME);
        let text = match fs::read(&path) {
            Err(error) if is_absence(&error) => return Ok(None),
            text => text.map_err(|source| Error::Read { path: path.clone(), source })?,
        };
        let broken = |message: String| Error::Journal { path: path.clone(), message };
        match serde_json::from_slice(&text) {
            Ok(Version { format_version: FORMAT_VERSION }) => serde_json::from_slice(&text)
                .map(Some)
                .map_err(|error| broken(format!("this record of an earlier run cannot be read: {error}"))),
            Ok(_) => Err(broken("an interrupted run of another version of mesh-cli wrote this record".to_owned())),
            Err(error) => Err(broken(format!("this record of an earlier run cannot be read: {error}"))),
        }
    }

    /// Writes the journal. Until it has its name there is none.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let (draft, path) = (folder.join(format!("{FILE_NAME}.new")), folder.join(FILE_NAME));
        let failed = |source| Error::Write { path: path.clone(), source };
        let text = serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))?;
        before_change();
        fs::write(&draft, text).map_err(failed)?;
        sync::to_disk(std::slice::from_ref(&draft))?;
        before_change();
        fs::rename(&draft, &path).map_err(failed)
    }

    /// Removes the folder of a run that is over, or never began. Without its journal the rest means nothing.
    pub(super) fn remove_folder(folder: &Path) -> Result<()> {
        Self::remove(folder)?;
        // What cannot be removed now is removed by the next run.
        let _ = clear(folder);
        Ok(())
    }

    /// Removes the journal. With it ends the run.
    fn remove(folder: &Path) -> Result<()> {
        if !is_folder(folder) {
            return Ok(());
        }
        let path = folder.join(FILE_NAME);
        before_change();
        match fs::remove_file(&path) {
            Err(error) if !is_absence(&error) => Err(Error::Write { path, source: error }),
            _ => Ok(()),
        }
    }
}

/// Removes what has no journal. A link is removed, and not what it leads to.
pub(super) fn clear(folder: &Path) -> Result<()> {
    if folder.parent().is_none_or(Path::is_symlink) {
        return Ok(());
    }
    before_change();
    let removed = if is_folder(folder) { fs::remove_dir_all(folder) } else { fs::remove_file(folder) };
    match removed {
        Err(error) if !is_absence(&error) => Err(Error::Write { path: folder.to_owned(), source: error }),
        _ => Ok(()),
    }
}

/// Whether this is a folder itself, below one of the product's own.
fn is_folder(folder: &Path) -> bool {
    let is_real = |path: &Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    is_real(folder) && folder.parent().is_some_and(is_real)
}
