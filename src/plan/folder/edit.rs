//! What is to happen to one file.

use crate::plan::{Digest, NewFile, ProductPath};

/// One file, and what is to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub path: ProductPath,
    /// What the run saw there. Nothing, when it saw no file.
    pub before: Option<Digest>,
    /// What is to stand there. Nothing, when the file is to be removed.
    pub after: Option<NewFile>,
}
