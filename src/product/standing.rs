//! How a product stands, as far as its lock alone can tell: needs no pack, so it works when the pack is gone.

use serde::Serialize;

use super::{Product, before};
use crate::error::Result;
use crate::pack::FileOwner;
use crate::plan::{Plan, ProductPath};

/// A file that is not as it was rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// The file.
    pub path: ProductPath,
    /// Who owns it.
    pub owner: FileOwner,
    /// What became of it.
    pub state: State,
}

/// What became of a file since it was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The team edited it, as it may.
    Edited,
    /// Somebody edited it, though it is the tool's.
    Drift,
    /// It is gone.
    Deleted,
    /// Something other than a file stands there.
    Blocked,
}

impl State {
    /// The state as it stands in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Drift => "drift",
            Self::Deleted => "deleted",
            Self::Blocked => "blocked",
        }
    }
}

/// Files that are not as they were rendered. Files of the owner `once` are the team's, and are not among them.
pub fn departures(product: &Product) -> Result<Vec<Departure>> {
    let before = before::read(&product.root, &product.lock, &Plan::default())?;
    let state = |path: &ProductPath, owner: FileOwner| {
        if before.blocked.contains_key(path) {
            return Some(State::Blocked);
        }
        if !before.disk.contains_key(path) {
            return Some(State::Deleted);
        }
        let edited = if owner == FileOwner::Generated { State::Drift } else { State::Edited };
        (!before.is_as_rendered(path)).then_some(edited)
    };
    let files = product.lock.files.iter().filter(|(_, known)| known.owner != FileOwner::Once);
    Ok(files
        .filter_map(|(path, known)| {
            let state = state(path, known.owner)?;
            Some(Departure { path: path.clone(), owner: known.owner, state })
        })
        .collect())
}
