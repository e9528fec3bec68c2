//! The words that a map is judged by: a file of the pack.

use serde::Deserialize;

use crate::error::Result;
use crate::pack::Pack;

/// Where the lists stand in a pack.
const PATH: &str = "workshop/lint.yaml";

/// `workshop/lint.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    pub everything: Vec<String>,
    pub reporting: Vec<String>,
    pub systems: Vec<String>,
    pub services: Vec<String>,
    pub steps: Vec<String>,
    pub past: Vec<String>,
    pub past_irregular: Vec<String>,
    pub most_domains: usize,
}

impl Lists {
    /// The lists of a pack.
    pub(super) fn of(pack: &Pack) -> Result<Self> {
        pack.data(PATH)
    }
}
