//! Conflicts that an update left: which of them are still there, and how one is decided at once.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::plan::folder::Pending;
use crate::plan::{BASE_FOLDER, Digest, Edit, NewFile, ProductPath, incoming, leftovers, markers, one_side};

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
    let mut left = Vec::new();
    for path in &pending.info.conflicts {
        if read(root, &incoming(path))?.is_some() {
            left.push(Unresolved { path: path.clone(), lines: Vec::new() });
        } else if let Some(contents) = read(root, path)? {
            let render = read(root, &path.within(BASE_FOLDER))?.unwrap_or_default();
            let mut lines = markers(&contents, &render);
            lines.extend(leftovers(&contents, &render));
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
    let current = read(root, path)?;
    let before = current.as_deref().map(Digest::of);
    let file = |contents| NewFile { contents, executable: is_executable(root, path) };
    let beside = incoming(path);
    if let Some(new) = read(root, &beside)? {
        let removal = Edit { path: beside, before: Some(Digest::of(&new)), after: None };
        let replaced = Edit { path: path.clone(), before, after: Some(file(new)) };
        return Ok(match chosen {
            Side::Yours => vec![removal],
            Side::New => vec![replaced, removal],
        });
    }
    let Some(text) = current.and_then(|contents| String::from_utf8(contents).ok()) else { return Ok(Vec::new()) };
    let taken = one_side(&text, chosen == Side::New);
    Ok(vec![Edit { path: path.clone(), before, after: Some(file(taken.into_bytes())) }])
}

fn is_executable(root: &Path, path: &ProductPath) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path.below(root)).is_ok_and(|metadata| metadata.permissions().mode() & 0o100 != 0)
}

fn read(root: &Path, path: &ProductPath) -> Result<Option<Vec<u8>>> {
    let place = path.below(root);
    match fs::read(&place) {
        Ok(contents) => Ok(Some(contents)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Read { path: place, source }),
    }
}
