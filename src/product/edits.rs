//! From changes to edits of the disk.

use std::collections::BTreeMap;
use std::path::Path;

use super::Comparison;
use super::before::Reader;
use crate::error::Result;
use crate::plan::folder::PendingInfo;
use crate::plan::{Action, BASE_FOLDER, Digest, Edit, NewFile, ProductPath, incoming};

/// The edits that make the changes, and the records after them.
pub fn edits(step: &Comparison, root: &Path) -> Result<Vec<Edit>> {
    let mut edits = Vec::new();
    let seen = |path: &ProductPath| step.before.disk.get(path).map(|file| Digest::of(&file.contents));
    for change in &step.changes {
        if let Some(after) = &change.after {
            edits.push(Edit { path: change.path.clone(), before: seen(&change.path), after: Some(after.clone()) });
        }
        let gone = match &change.from {
            Some(from) if change.after.is_some() => Some(from),
            None if change.action == Action::Delete => Some(&change.path),
            _ => None,
        };
        if let Some(path) = gone {
            edits.push(Edit { path: path.clone(), before: seen(path), after: None });
        }
    }
    let mut reader = Reader::new(root);
    for (path, contents) in own_files(step)? {
        let before = reader.file(&path)?.map(|file| Digest::of(&file.contents));
        if before != contents.as_deref().map(Digest::of) {
            let after = contents.map(|contents| NewFile { contents, executable: false });
            edits.push(Edit { path, before, after });
        }
    }
    Ok(edits)
}

/// The tool's own files: the lock, the last renders, and renders that are put beside a file. Nothing stands for a file
/// that is to go.
fn own_files(step: &Comparison) -> Result<BTreeMap<ProductPath, Option<Vec<u8>>>> {
    let mut files = BTreeMap::new();
    for path in step.before.known.files.keys() {
        files.insert(path.within(BASE_FOLDER), None);
        files.insert(incoming(path), None);
    }
    for change in &step.changes {
        if let Some(beside) = &change.beside {
            files.insert(incoming(&change.path), Some(beside.contents.clone()));
        }
    }
    files.extend(step.records.files()?.into_iter().map(|(path, contents)| (path, Some(contents))));
    Ok(files)
}

/// What is kept of a step that leaves conflicts, so that it can be aborted.
pub fn kept(step: &Comparison) -> Option<PendingInfo> {
    let conflicts = step.changes.iter().filter(|change| change.action == Action::Conflict);
    let conflicts: Vec<ProductPath> = conflicts.map(|change| change.path.clone()).collect();
    let packs: Vec<String> =
        step.records.lock.packs.iter().map(|pack| format!("{} {}", pack.name, pack.version)).collect();
    (!conflicts.is_empty()).then(|| PendingInfo { target: packs.join(", "), conflicts })
}
