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

    /// The second number.
    pub fn minor(&self) -> u64 {
        self.0.minor
    }

    /// The three numbers, without what marks a candidate or a build.
    pub fn release(&self) -> (u64, u64, u64) {
        (self.0.major, self.0.minor, self.0.patch)
    }

    /// The next major version. After a candidate of one it is the version itself: `2.0.0-rc.1` becomes `2.0.0`.
    #[must_use]
    pub fn next_major(&self) -> Self {
        match self.release() {
            (major, 0, 0) if self.is_candidate() => Self::of(major, 0, 0),
            (major, ..) => Self::of(major.saturating_add(1), 0, 0),
        }
    }

    /// The next minor version, by the same rule.
    #[must_use]
    pub fn next_minor(&self) -> Self {
        match self.release() {
            (major, minor, 0) if self.is_candidate() => Self::of(major, minor, 0),
            (major, minor, _) => Self::of(major, minor.saturating_add(1), 0),
        }
    }

    /// The next patch version, by the same rule.
    #[must_use]
    pub fn next_patch(&self) -> Self {
        let (major, minor, patch) = self.release();
        Self::of(major, minor, if self.is_candidate() { patch } else { patch.saturating_add(1) })
    }

    fn is_candidate(&self) -> bool {
        !self.0.pre.is_empty()
    }

    fn of(major: u64, minor: u64, patch: u64) -> Self {
        Self(semver::Version::new(major, minor, patch))
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
