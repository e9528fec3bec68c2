//! One pack of a stack.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::source::{LockedPack, Opened, Reference, Source};
use super::{Files, PackFile, TESTS, read_yaml};
use crate::error::{Error, Result};

/// One pack of a stack: the built-in one at the bottom, then the overlays.
pub struct Layer {
    /// What its own `pack.yaml` says.
    pub about: PackFile,
    /// Where it comes from; relative paths are relative to the folder it was asked for in.
    pub source: Source,
    /// The commit, where the source is a git repository.
    pub revision: Option<String>,
    /// What the reference of the source is, where it is a git repository.
    pub reference: Option<Reference>,
    /// What a user should know of how it was found.
    pub notes: Vec<String>,
    from: PathBuf,
    digest: OnceLock<String>,
    files: Files,
}

impl Layer {
    /// Reads the `pack.yaml` of a pack that was found.
    pub(super) fn new(source: Source, from: &Path, opened: Opened) -> Result<Self> {
        let Opened { files, revision, reference, notes } = opened;
        if files.get("pack.yaml").is_none() {
            return Err(Error::Pack { message: format!("{source} holds no pack.yaml") });
        }
        let about: PackFile = read_yaml(&files, "pack.yaml")?;
        let name = &about.name;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if name.is_empty() || !name.chars().all(plain) {
            let name = name.escape_debug();
            let message = format!("pack.yaml: `{name}` is no name of a pack: use letters, digits, `-`, `_` and `.`");
            return Err(Error::Pack { message });
        }
        let (from, files) = (from.to_owned(), files.without(TESTS));
        Ok(Self { about, source, revision, reference, notes, from, digest: OnceLock::new(), files })
    }

    /// The built-in pack.
    pub(super) fn builtin() -> Result<Self> {
        Self::new(Source::Builtin, Path::new(""), Opened { files: Files::builtin(), ..Opened::default() })
    }

    /// Its files, without those of the layers below.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Its folder, where it is one of this machine.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match &self.source {
            Source::Folder(folder) => Some(self.from.join(folder)),
            _ => None,
        }
    }

    /// The digest of its files, as it stands in a lock: `sha256:…`.
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| format!("sha256:{}", self.files.digest()))
    }

    /// What a lock says of it, in a product at `product`.
    pub fn locked(&self, product: &Path) -> Result<LockedPack> {
        let failed = |source| Error::Read { path: product.to_owned(), source };
        Ok(LockedPack {
            name: self.about.name.clone(),
            version: self.about.version.clone(),
            source: self.source.moved(&self.from, product).map_err(failed)?.to_string(),
            revision: self.revision.clone(),
            digest: self.digest().to_owned(),
        })
    }
}
