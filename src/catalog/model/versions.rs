//! Major versions that are served.

use serde::Serialize;

/// A major version that consumers can read.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// The version of its schema.
    pub version: String,
    /// The major number.
    pub major: u64,
    /// Its page: the same address for as long as it is served.
    pub href: String,
    /// Whether it is the current one.
    pub current: bool,
    /// The day (`YYYY-MM-DD`) on which consumers were told to move on.
    pub deprecated: Option<String>,
    /// The last day (`YYYY-MM-DD`) on which it is served.
    pub removed: Option<String>,
    /// What consumers have to do to move on, as safe HTML on one line.
    pub note_html: Option<String>,
}
