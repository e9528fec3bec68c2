//! What stands at a path.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::plan::{Digest, ProductPath};

/// The bits of a mode that let a file be run.
pub(super) const EXECUTABLE: u32 = 0o111;

/// A file, as far as a run can tell it from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Print {
    pub(super) digest: Digest,
    pub(super) executable: bool,
}

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    File(Print),
    /// A folder, a link, a device, or anything below a link.
    Other,
}

impl Found {
    /// What stands at `path`. Links are not followed.
    pub(super) fn at(path: &Path) -> Result<Self> {
        let failed = |source| Error::Read { path: path.to_owned(), source };
        let metadata = match fs::symlink_metadata(path) {
            Err(error) if is_absence(&error) => return Ok(Self::Nothing),
            metadata => metadata.map_err(failed)?,
        };
        if !metadata.is_file() {
            return Ok(Self::Other);
        }
        let contents = match fs::read(path) {
            Err(error) if is_absence(&error) => return Ok(Self::Nothing),
            contents => contents.map_err(failed)?,
        };
        Ok(Self::File(Print { digest: Digest::of(&contents), executable: is_executable(&metadata) }))
    }

    /// What stands at a path of a product. What is below a link is none of the product's.
    pub(super) fn inside(root: &Path, path: &ProductPath) -> Result<Self> {
        match way(root, path)? {
            Way::Blocked { .. } => Ok(Self::Other),
            Way::Missing => Ok(Self::Nothing),
            Way::Open => Self::at(&path.below(root)),
        }
    }

    /// Whether this is what a journal says.
    pub(super) fn is(&self, print: Option<&Print>) -> bool {
        match (self, print) {
            (Self::Nothing, None) => true,
            (Self::File(found), Some(print)) => found == print,
            _ => false,
        }
    }
}

/// The folders on the way to a path.
pub(super) enum Way {
    /// They are all there.
    Open,
    /// One of them is not there.
    Missing,
    /// One of them is no folder.
    Blocked { at: ProductPath, is_link: bool },
}

pub(super) fn way(root: &Path, path: &ProductPath) -> Result<Way> {
    for folder in parents(path) {
        let place = folder.below(root);
        match fs::symlink_metadata(&place) {
            Err(error) if is_absence(&error) => return Ok(Way::Missing),
            Err(source) => return Err(Error::Read { path: place, source }),
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) => return Ok(Way::Blocked { at: folder, is_link: metadata.is_symlink() }),
        }
    }
    Ok(Way::Open)
}

/// The folders above a path inside the product, from the outermost.
pub(super) fn parents(path: &ProductPath) -> impl DoubleEndedIterator<Item = ProductPath> {
    let slashes: Vec<usize> = path.as_str().match_indices('/').map(|(at, _)| at).collect();
    slashes.into_iter().filter_map(|at| path.as_str()[..at].parse().ok())
}

pub(super) fn is_executable(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & EXECUTABLE != 0
}

pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
