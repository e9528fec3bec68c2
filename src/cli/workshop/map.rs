//! The map that every command of a workshop begins with.

use std::path::Path;

use crate::diagnostics::Report;
use crate::error::Result;
use crate::workshop::DomainMap;

/// Reads a map, or says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<std::result::Result<DomainMap, Report>> {
    DomainMap::read(path)
}
