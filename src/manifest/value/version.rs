//! Versions of products and schemas.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::{Format, text_value};
use crate::diagnostics::shown;

/// A version by Semantic Versioning 2.0.0: `MAJOR.MINOR.PATCH`, without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SemanticVersion(semver::Version);

text_value!(SemanticVersion, "semver", "A semantic version: `MAJOR.MINOR.PATCH`");

/// The grammar of a [`SemanticVersion`].
pub(super) const FORMAT: Format = Format {
    name: "semver",
    check: |text| text.parse::<SemanticVersion>().map(drop),
    grammar: "a version by Semantic Versioning 2.0.0",
    examples: "`1.0.0`, `2.1.0`",
};

impl SemanticVersion {
    /// The first number: what a breaking change raises.
    pub fn major(&self) -> u64 {
        self.0.major
    }
}

impl FromStr for SemanticVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        semver::Version::parse(text)
            .map(Self)
            .map_err(|error| format!("`{}` is no semantic version: {error}", shown(text)))
    }
}

impl fmt::Display for SemanticVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for SemanticVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
