//! What a contract is compared with.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::evolution::avro::Schema;

use crate::cli::usage;

/// What a contract is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// A commit of git; without a name what the work tree has in common with the default branch.
    Git(Option<String>),
    /// A manifest.
    Manifest(PathBuf),
    /// The folder of a product, or of many.
    Folder(PathBuf),
    /// An Avro schema.
    Avro(PathBuf),
}

impl Against {
    /// What the words of the command line mean: a path where there is one, else a name of git.
    pub(super) fn of(text: Option<&str>) -> Self {
        let Some(text) = text else { return Self::Git(None) };
        let path = Path::new(text);
        match path.metadata() {
            Ok(found) if found.is_dir() => Self::Folder(path.to_owned()),
            Ok(_) if path.extension().is_some_and(|extension| extension == "avsc") => Self::Avro(path.to_owned()),
            Ok(_) => Self::Manifest(path.to_owned()),
            Err(_) => Self::Git(Some(text.to_owned())),
        }
    }
}

/// Reads an Avro schema.
pub(super) fn avro(path: &Path) -> Result<Schema> {
    let text = std::fs::read_to_string(path).map_err(|source| crate::Error::Read { path: path.to_owned(), source })?;
    Schema::parse(&text).map_err(|problems| {
        let first = problems.first().map(|problem| format!("{}: {}", problem.pointer, problem.message));
        usage(
            format!("{} is no Avro schema: {}", path.display(), first.unwrap_or_default()),
            "name an .avsc file, as `schemas/<name>_v<major>.avsc` of a product",
        )
    })
}
