//! The files of a pack, from the binary or from a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The most bytes that one file of a pack may have.
const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;
/// The most files that a pack may have.
const MAX_FILES: usize = 10_000;

/// Path inside the pack (with `/`) → contents, in the order of the paths.
#[derive(Clone, Default)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The files built into the binary.
    pub fn builtin() -> Self {
        let mut files = BTreeMap::new();
        collect(&BUILTIN, &mut files);
        Self(files)
    }

    /// The files of a folder. A symbolic link is refused: a pack cannot read outside itself.
    pub fn from_folder(folder: &Path) -> Result<Self> {
        let mut files = Self::default();
        files.walk(folder, "")?;
        Ok(files)
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Read { path, source }
        };
        for entry in std::fs::read_dir(folder).map_err(failed(folder))? {
            let entry = entry.map_err(failed(folder))?;
            let path = entry.path();
            let refused = |reason: &str| Error::Pack { message: format!("{}: {reason}", path.display()) };
            let name = entry.file_name().into_string().map_err(|_| refused("the name is not UTF-8"))?;
            let kind = entry.file_type().map_err(failed(&path))?;
            let key = format!("{prefix}{name}");
            if kind.is_symlink() {
                return Err(refused("a pack holds no symbolic links"));
            } else if kind.is_dir() {
                if name != ".git" {
                    self.walk(&path, &format!("{key}/"))?;
                }
            } else if !kind.is_file() {
                return Err(refused("a pack holds files and folders alone"));
            } else {
                if entry.metadata().map_err(failed(&path))?.len() > MAX_FILE_BYTES {
                    return Err(refused("the file is larger than 16 MiB"));
                }
                if self.0.len() >= MAX_FILES {
                    return Err(refused("the pack has more than 10,000 files"));
                }
                self.0.insert(key, Cow::Owned(std::fs::read(&path).map_err(failed(&path))?));
            }
        }
        Ok(())
    }

    /// Lays other files over these: the same path replaces, a new path adds.
    pub fn overlay(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The contents of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(AsRef::as_ref)
    }

    /// The paths, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The contents of a file, when they are UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?).ok()
    }

    /// The files below a folder (given with a slash at the end), with their full paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> + use<'_> {
        let folder = folder.to_owned();
        self.0
            .range(folder.clone()..)
            .take_while(move |(path, _)| path.starts_with(&folder))
            .map(|(path, contents)| (path.as_str(), contents.as_ref()))
    }

    /// The names of the folders directly below `folder`, in alphabetical order.
    pub fn folders(&self, folder: &str) -> Vec<&str> {
        let start = folder.len() + 1;
        let mut names: Vec<&str> = self
            .0
            .range(format!("{folder}/")..)
            .take_while(|(path, _)| path.starts_with(folder) && path.as_bytes().get(folder.len()) == Some(&b'/'))
            .filter_map(|(path, _)| path[start..].split_once('/').map(|(name, _)| name))
            .collect();
        names.dedup();
        names
    }

    /// SHA-256 over every path and its contents: two packs with one digest render alike.
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, contents) in &self.0 {
            hasher.update((path.len() as u64).to_le_bytes());
            hasher.update(path);
            hasher.update((contents.len() as u64).to_le_bytes());
            hasher.update(contents);
        }
        crate::plan::digest::hex(&hasher.finalize())
    }
}

fn collect(dir: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str() {
            files.insert(path.replace('\\', "/"), Cow::Borrowed(file.contents()));
        }
    }
    for dir in dir.dirs() {
        collect(dir, files);
    }
}
