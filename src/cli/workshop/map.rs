//! The map that every command of a workshop begins with.

use std::path::{Path, PathBuf};

use crate::cli::{Shell, usage};
use crate::diagnostics::Report;
use crate::error::Result;
use crate::workshop::DomainMap;

/// What a map is called that nobody named: as `workshop new` calls it, and as the book does.
const USUAL: [&str; 2] = ["map.yaml", "domain-map.yaml"];

/// Reads a map, or says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<std::result::Result<DomainMap, Report>> {
    DomainMap::read(path)
}

/// The map that is named, else the one that is here.
pub(super) fn chosen(named: Option<&Path>, shell: &Shell) -> Result<PathBuf> {
    here(named, shell).ok_or_else(|| {
        let message = format!("no domain map is named, and there is no {} here", USUAL.join(" and no "));
        usage(message, "name one, or begin one with `mesh-cli workshop new`")
    })
}

/// The same, where a map is not needed.
pub(super) fn here(named: Option<&Path>, shell: &Shell) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let found = USUAL.iter().map(PathBuf::from).find(|path| path.is_file())?;
    shell.say(&format!("the map is {}", found.display()));
    Some(found)
}
