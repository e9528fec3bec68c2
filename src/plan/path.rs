//! Paths inside a product.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A path inside a product: relative, with `/`, never leading out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProductPath(String);

/// Why a text is no path inside a product.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` {reason}")]
pub struct ProductPathError {
    path: String,
    reason: &'static str,
}

/// The longest name that common file systems hold, in bytes.
const MAX_NAME: usize = 255;

impl ProductPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path below `root`.
    pub fn below(&self, root: &Path) -> PathBuf {
        root.join(&self.0)
    }

    /// The same path inside a folder of the product.
    #[must_use]
    pub fn within(&self, folder: &str) -> Self {
        Self(format!("{folder}/{}", self.0))
    }

    /// The paths of the folders on the way, the topmost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// What follows the last dot of the name, where it has one.
    pub(super) fn extension(&self) -> Option<&str> {
        Path::new(&self.0).extension().and_then(std::ffi::OsStr::to_str)
    }
}

impl FromStr for ProductPath {
    type Err = ProductPathError;

    fn from_str(text: &str) -> Result<Self, ProductPathError> {
        let refuse = |reason| Err(ProductPathError { path: text.escape_debug().to_string(), reason });
        if text.is_empty() {
            return refuse("is empty");
        }
        if text.starts_with('/') || text.contains('\\') || text.contains(':') {
            return refuse("is no relative path with `/`");
        }
        if text.chars().any(char::is_control) {
            return refuse("holds a control character");
        }
        for part in text.split('/') {
            if part.is_empty() || part == "." || part == ".." {
                return refuse("leads out of the product, or nowhere");
            }
            if part.len() > MAX_NAME {
                return refuse("has a name longer than file systems hold");
            }
            if part.eq_ignore_ascii_case(".git") {
                return refuse("is inside git's own folder");
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for ProductPath {
    type Error = ProductPathError;

    fn try_from(text: String) -> Result<Self, ProductPathError> {
        text.parse()
    }
}

impl From<ProductPath> for String {
    fn from(path: ProductPath) -> Self {
        path.0
    }
}

impl fmt::Display for ProductPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        for text in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "a/.",
            "C:\\x",
            "c:x",
            "a\0b",
            ".git/hooks/x",
            "a/.GIT/x",
        ] {
            assert!(text.parse::<ProductPath>().is_err(), "{text:?}");
        }
        for text in ["README.md", ".mesh/lock.yaml", "dbt/models/x.sql", ".github/workflows/a.yml", ".gitignore"] {
            assert!(text.parse::<ProductPath>().is_ok(), "{text:?}");
        }
    }
}
