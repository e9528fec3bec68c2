//! A product that is judged.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Source;
use crate::error::Result;
use crate::interchange::import;
use crate::manifest::{document, read};
use crate::pack::Pack;

/// A product that is judged: its folder, and its manifest as it was read.
#[derive(Clone)]
pub struct Subject {
    /// The id, `<domain>.<name>`; its place where the manifest does not say one.
    pub id: String,
    /// The domain, where the manifest says one.
    pub domain: Option<String>,
    /// Its folder; the folder that the manifest is in, where that stands alone.
    pub root: PathBuf,
    /// Whether there is nothing but the manifest: a file of another name is no product, and what lies beside it is none
    /// of its files.
    pub(super) alone: bool,
    pub(super) document: Arc<read::Document>,
    /// What the form of the manifest is called, once it was read as ours.
    pub(super) read_as: Option<String>,
}

impl Subject {
    /// Reads the manifest of the product in `root`.
    pub fn read(root: &Path) -> Result<Self> {
        Self::read_file(&root.join(document::FILE_NAME))
    }

    /// Reads a manifest: that of a product, or any other file.
    pub fn read_file(manifest: &Path) -> Result<Self> {
        let shown = manifest.strip_prefix("./").unwrap_or(manifest);
        Ok(Self::new(manifest, read::read(shown)?))
    }

    /// The product with this manifest, and another text in it, such as an earlier one. Its other files are as they are.
    pub fn with_text(manifest: &Path, text: String) -> Self {
        let shown = manifest.strip_prefix("./").unwrap_or(manifest);
        Self::new(manifest, read::parse(Source::new(shown.display().to_string(), text)))
    }

    fn new(manifest: &Path, document: read::Document) -> Self {
        let folder = manifest.parent().filter(|folder| !folder.as_os_str().is_empty());
        let alone = !manifest.ends_with(document::FILE_NAME);
        let (id, domain) = names(&document);
        let root = folder.unwrap_or(Path::new(".")).to_owned();
        let place = || if alone { document.source.path.clone() } else { root.to_string_lossy().into_owned() };
        Self { id: id.unwrap_or_else(place), domain, root, alone, document: Arc::new(document), read_as: None }
    }

    /// The product with its manifest in our form, if it is in another that the pack knows.
    pub(super) fn in_our_form(&self, pack: &Pack) -> Result<Cow<'_, Self>> {
        let Ok(node) = &self.document.node else { return Ok(Cow::Borrowed(self)) };
        let Some(imported) = import(node, pack)? else { return Ok(Cow::Borrowed(self)) };
        let document = read::Document { source: self.document.source.clone(), node: Ok(imported.node) };
        let (id, domain) = names(&document);
        let id = id.unwrap_or_else(|| self.id.clone());
        let read_as = Some(imported.title);
        Ok(Cow::Owned(Self { id, domain, document: Arc::new(document), read_as, ..self.clone() }))
    }
}

/// The id and the domain, where the manifest says them.
fn names(document: &read::Document) -> (Option<String>, Option<String>) {
    let text = |pointer| document.node.as_ref().ok()?.text_at(pointer).map(str::to_owned);
    let domain = text("/metadata/domain");
    let id = domain.as_ref().zip(text("/metadata/name")).map(|(domain, name)| format!("{domain}.{name}"));
    (id, domain)
}
