//! What an earlier run has left in a folder: an interruption, which is mended, or conflicts, which are shown.

use std::fmt::Write as _;
use std::path::Path;

use super::{Format, Shell, interrupt};
use crate::diagnostics::report_json;
use crate::error::Result;
use crate::manifest::document::FILE_NAME;
use crate::plan::ProductFolder;
use crate::plan::folder::{Pending, RESCUED_FOLDER, Recovery};
use crate::product::{self, rules};

/// What is left to do where the manifests of products changed.
pub(super) const FOLLOW: &str = "help: `mesh-cli generate --all` brings the products in step with their manifests";

/// Takes a product's folder in hand, and says what became of an interrupted run.
pub(super) fn open(root: &Path, say: &dyn Fn(&str)) -> Result<ProductFolder> {
    let folder = ProductFolder::open(root, &interrupt::requested, say)?;
    if let Some(recovery) = folder.recovered() {
        say(&recovered(recovery));
    }
    Ok(folder)
}

fn recovered(recovery: &Recovery) -> String {
    let mut out = recovery.sentence().to_owned();
    for path in &recovery.left {
        let _ = write!(out, "\n  {path} was edited since, and is left as it is");
        if recovery.rescued.contains(path) {
            let _ = write!(out, "; what stood there before is in {RESCUED_FOLDER}");
        }
    }
    out
}

/// Whether the files of a mesh itself hold no conflict of an earlier run; else these are shown.
pub(super) fn is_mesh_finished(root: &Path, writes: bool, format: Format, shell: &Shell) -> Result<bool> {
    if ProductFolder::look(root)?.pending.is_none() {
        return Ok(true);
    }
    let folder = writes.then(|| open(root, &|message| shell.say(message))).transpose()?;
    is_finished(root, folder.as_ref(), format, shell)
}

/// Whether no conflict is left; then the update that left them is finished, where the folder is in hand. Conflicts
/// that are left are shown.
pub(super) fn is_finished(root: &Path, folder: Option<&ProductFolder>, format: Format, shell: &Shell) -> Result<bool> {
    let Some(pending) = ProductFolder::look(root)?.pending else { return Ok(true) };
    let left = product::unresolved(root, &pending)?;
    if left.is_empty() {
        if let Some(folder) = folder {
            folder.finish()?;
            shell.say(&finished(&pending));
        }
        return Ok(true);
    }
    let report = rules::unresolved(&left);
    match format {
        Format::Json => shell.json(&report_json(&report))?,
        Format::Human => {
            shell.findings(&report);
            shell.say("`mesh-cli resolve --abort` puts everything back as it was before the update");
        }
    }
    Ok(false)
}

fn finished(pending: &Pending) -> String {
    let done = format!("every conflict is resolved: the update to {} is finished", pending.info.target);
    // A conflict in the manifest of a product is one of the mesh that derived it.
    let products = pending.info.conflicts.iter().any(|path| path.as_str().ends_with(&format!("/{FILE_NAME}")));
    if products { format!("{done}\n{FOLLOW}") } else { done }
}
