//! A product that is judged.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Source;
use crate::error::Result;
use crate::manifest::{document, read};

/// A product that is judged: its folder, and its manifest as it was read.
pub struct Subject {
    /// The id, `<domain>.<name>`; its place where the manifest does not say one.
    pub id: String,
    /// The domain, where the manifest says one.
    pub domain: Option<String>,
    /// Its folder.
    pub root: PathBuf,
    pub(super) document: Arc<read::Document>,
}

impl Subject {
    /// Reads the manifest of the product in `root`.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(document::FILE_NAME);
        let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
        Ok(Self::new(root, read::read(&path)?))
    }

    /// The product in `root` with another text of its manifest, such as an earlier one. Its other files are those of
    /// the folder.
    pub fn with_manifest(root: &Path, source: Source) -> Self {
        Self::new(root, read::parse(source))
    }

    fn new(root: &Path, document: read::Document) -> Self {
        let text = |pointer| document.node.as_ref().ok()?.text_at(pointer).map(str::to_owned);
        let domain = text("/metadata/domain");
        let id = match (&domain, text("/metadata/name")) {
            (Some(domain), Some(name)) => format!("{domain}.{name}"),
            _ => root.to_string_lossy().into_owned(),
        };
        Self { id, domain, root: root.to_owned(), document: Arc::new(document) }
    }
}
