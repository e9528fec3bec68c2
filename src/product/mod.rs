//! A product that is on disk: found, read, and brought in step with its manifest and its packs.
//!
//! ```text
//! folder ──read──► Product ──step(pack)──► Step { changes } ─┬─► show
//!                                                            └─► edits ──► ProductFolder::apply
//! ```

mod before;
mod conflicts;
mod edits;
mod fresh;
mod git;
pub mod packs;
pub mod rules;
mod shared;
mod standing;
mod step;
mod vouched;

use std::path::{Path, PathBuf};

pub use before::last_renders;
pub use conflicts::{Side, Unresolved, take, unresolved};
pub use edits::{edits, kept};
pub use fresh::fresh;
pub use shared::SharedPacks;
pub use standing::{Departure, State, departures};
pub use step::{Comparison, Planned, Step, compare, step};
pub use vouched::is_vouched_for;

use crate::diagnostics::Source;
use crate::error::{Error, Result};
use crate::manifest::{document, read};
use crate::plan::{LOCK_PATH, LockState};

/// A product, as a run finds it.
pub struct Product {
    /// Its folder.
    pub root: PathBuf,
    /// What its lock knows.
    pub lock: LockState,
    /// The manifest: its text, and its tree or what is wrong with it.
    pub manifest: read::Document,
}

impl Product {
    /// Reads the manifest and the lock of the product in `root`.
    pub fn read(root: &Path) -> Result<Self> {
        let manifest = read::read(&shown(root.join(document::FILE_NAME)))?;
        Ok(Self { root: root.to_owned(), lock: lock(root)?, manifest })
    }

    /// The same product with another text of the manifest.
    #[must_use]
    pub fn with_manifest(self, text: String) -> Self {
        let source = Source::new(self.manifest.source.path, text);
        Self { manifest: read::parse(source), ..self }
    }
}

/// The folder of the product that `path` is in: the nearest one, from there upwards, that holds a manifest.
pub fn find(path: &Path) -> Result<PathBuf> {
    let nothing = || Error::Usage {
        message: format!("there is no {} in {}, nor above it", document::FILE_NAME, path.display()),
        hint: Some("name the folder of a product, or make one with `mesh-cli create-product`".to_owned()),
    };
    if std::fs::symlink_metadata(path).is_err() {
        return Err(Error::Usage {
            message: format!("{} does not exist", path.display()),
            hint: Some("name the folder of a product".to_owned()),
        });
    }
    let holds = |folder: &Path| folder.join(document::FILE_NAME).is_file();
    // As it was written, where that will do: messages name it.
    let start = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    if holds(start) {
        return Ok(if start.as_os_str().is_empty() { PathBuf::from(".") } else { start.to_owned() });
    }
    let absolute = start.canonicalize().map_err(|source| Error::Read { path: start.to_owned(), source })?;
    absolute.ancestors().find(|folder| holds(folder)).map(Path::to_owned).ok_or_else(nothing)
}

/// What the lock in a product's folder knows. Without one, nothing.
pub fn lock(root: &Path) -> Result<LockState> {
    let path = root.join(LOCK_PATH);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(LockState::default()),
        text => text.map_err(|source| Error::Read { path: path.clone(), source })?,
    };
    LockState::parse(&text).map_err(|newer| Error::Usage {
        message: format!("{} {newer}", path.display()),
        hint: Some("use the version of mesh-cli that the lock names, or a newer one".to_owned()),
    })
}

/// A path as a user would write it.
fn shown(path: PathBuf) -> PathBuf {
    path.strip_prefix("./").map(Path::to_owned).unwrap_or(path)
}
