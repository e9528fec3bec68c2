//! Conflicts that an update left: which of them are still there, and how one is decided at once.

use std::path::Path;

use super::before::Reader;
use crate::error::Result;
use crate::plan::folder::Pending;
use crate::plan::{BASE_FOLDER, Digest, DiskFile, Edit, NewFile, ProductPath, incoming, leftovers, markers, one_side};

/// A conflict that nobody has resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The file.
    pub path: ProductPath,
    /// The lines where a conflict begins, or a marker is left over, from 1. None for a file that is no text.
    pub lines: Vec<usize>,
}

/// Which side of every conflict in a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Side {
    /// The team's own.
    Yours,
    /// The new render.
    New,
}

impl Unresolved {
    /// What is wrong, and what to do.
    pub(super) fn words(&self) -> (String, String) {
        let path = &self.path;
        if self.lines.is_empty() {
            let beside = incoming(path);
            return (
                format!("{path} changed on both sides; the new render is in {beside}"),
                format!("choose with `mesh-cli resolve --take yours {path}` or `--take new`"),
            );
        }
        let lines: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        let noun = if lines.len() == 1 { "line" } else { "lines" };
        (
            format!("{path} holds markers of a conflict at {noun} {}", lines.join(", ")),
            "keep what is right, remove the markers, then run `mesh-cli resolve`".to_owned(),
        )
    }
}

/// The conflicts of an update that are still there.
pub fn unresolved(root: &Path, pending: &Pending) -> Result<Vec<Unresolved>> {
    let mut reader = Reader::new(root);
    let mut left = Vec::new();
    for path in &pending.info.conflicts {
        if reader.file(&incoming(path))?.is_some() {
            left.push(Unresolved { path: path.clone(), lines: Vec::new() });
        } else if let Some(DiskFile { contents, .. }) = reader.file(path)? {
            let last = reader.file(&path.within(BASE_FOLDER))?.map(|file| file.contents).unwrap_or_default();
            let mut lines = markers(&contents, &last);
            lines.extend(leftovers(&contents, &last));
            lines.sort_unstable();
            if !lines.is_empty() {
                left.push(Unresolved { path: path.clone(), lines });
            }
        }
    }
    Ok(left)
}

/// The edits that decide a conflict at once.
pub fn take(root: &Path, path: &ProductPath, chosen: Side) -> Result<Vec<Edit>> {
    let mut reader = Reader::new(root);
    let (current, beside) = (reader.file(path)?, incoming(path));
    let edit = |path, before: Option<&DiskFile>, after: Option<Vec<u8>>| {
        let executable = current.as_ref().is_some_and(|file| file.executable);
        let after = after.map(|contents| NewFile { contents, executable });
        Edit { path, before: before.map(|file| Digest::of(&file.contents)), after }
    };
    if let Some(new) = reader.file(&beside)? {
        let removal = edit(beside, Some(&new), None);
        return Ok(match chosen {
            Side::Yours => vec![removal],
            Side::New => vec![edit(path.clone(), current.as_ref(), Some(new.contents)), removal],
        });
    }
    let Some(text) = current.as_ref().and_then(|file| str::from_utf8(&file.contents).ok()) else {
        return Ok(Vec::new());
    };
    let taken = one_side(text, chosen == Side::New);
    Ok(vec![edit(path.clone(), current.as_ref(), Some(taken.into_bytes()))])
}
