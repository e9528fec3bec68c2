//! Packs that were fetched, kept for the next run and for runs without a network.
//!
//! Every entry is one file, written beside its place and then renamed into it: two runs at once, or one that is killed,
//! leave whole entries alone. An entry that is not what was put there is as good as none.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::{Source, archive};
use crate::error::{Error, Result};
use crate::pack::Files;
use crate::plan::digest;

/// The variable that says where the cache is.
const VARIABLE: &str = "MESH_CLI_CACHE";
/// The folder of packs, inside the cache.
const PACKS: &str = "packs";
/// The folder of repositories with products, inside the cache.
const FOLDERS: &str = "folders";
/// The folder of what references meant when they were last asked for, inside the cache.
const REFERENCES: &str = "references";

/// The folder of packs that were fetched.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
}

/// What an entry is found by.
pub(super) struct Key(String);

/// What is known of a pack in the cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cached {
    /// Where it was fetched from, as it was asked for.
    pub source: String,
    /// The commit, where the source is a git repository.
    pub revision: Option<String>,
    /// The digest of all its files, its policies and tests, too.
    pub digest: String,
}

impl Key {
    /// A folder of a repository at a commit.
    pub(super) fn commit(url: &str, commit: &str, folder: &str) -> Self {
        Self::new(&["commit", url, commit, folder])
    }

    /// An archive.
    pub(super) fn archive(sha256: &str) -> Self {
        Self::new(&["archive", sha256])
    }

    /// What a reference of a repository means.
    pub(super) fn reference(url: &str, reference: &str) -> Self {
        Self::new(&["reference", url, reference])
    }

    fn new(parts: &[&str]) -> Self {
        Self(digest::sha256(parts.join("\0").as_bytes()))
    }
}

impl Cache {
    /// The cache in `MESH_CLI_CACHE`, else in the platform's folder for caches.
    pub fn from_environment() -> Result<Self> {
        if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
            return Ok(Self::at(folder));
        }
        let strategy = etcetera::choose_base_strategy().map_err(|error| Error::Usage {
            message: format!("there is no folder for the cache: {error}"),
            hint: Some(format!("set {VARIABLE} to a folder")),
        })?;
        Ok(Self::at(strategy.cache_dir().join("mesh-cli")))
    }

    /// The cache in a folder, which is made when something is kept.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The packs that are kept, in the order of their sources.
    pub fn list(&self) -> Vec<Cached> {
        let entries = fs::read_dir(self.root.join(PACKS)).into_iter().flatten().flatten();
        let mut packs: Vec<Cached> = entries.filter_map(|entry| Some(read(&entry.path())?.0)).collect();
        packs.sort_by(|a, b| (&a.source, &a.revision).cmp(&(&b.source, &b.revision)));
        packs
    }

    /// The files of a pack that is kept, and is still what it was.
    pub(super) fn get(&self, key: &Key) -> Option<Files> {
        read(&self.root.join(PACKS).join(&key.0)).map(|(_, files)| files)
    }

    /// Keeps a pack. What hinders that hinders no run: it comes back as a note.
    pub(super) fn put(&self, key: &Key, source: &Source, commit: Option<&str>, files: &Files) -> Option<String> {
        let about = Cached {
            source: source.to_string(),
            revision: commit.map(str::to_owned),
            digest: format!("sha256:{}", files.whole_digest()),
        };
        self.write(PACKS, key, |file| {
            serde_json::to_writer(&mut *file, &about)?;
            file.write_all(b"\n")?;
            archive::write(files, file)
        })
    }

    /// The files of a source as a folder: it is made once for what they are, whole or not at all.
    pub(super) fn folder(&self, files: &Files) -> Result<PathBuf> {
        let folders = self.root.join(FOLDERS);
        let folder = folders.join(files.whole_digest());
        if folder.is_dir() {
            return Ok(folder);
        }
        let failed = |source| Error::Write { path: folder.clone(), source };
        fs::create_dir_all(&folders).map_err(failed)?;
        let beside = tempfile::tempdir_in(&folders).map_err(failed)?;
        for (path, contents) in files.below("") {
            let path = beside.path().join(path);
            path.parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, contents))
                .map_err(failed)?;
        }
        match fs::rename(beside.path(), &folder) {
            // Another run was faster.
            Err(_) if folder.is_dir() => Ok(folder),
            Err(source) => Err(failed(source)),
            Ok(()) => {
                // What was there is now elsewhere.
                let _ = beside.keep();
                Ok(folder)
            }
        }
    }

    /// Remembers what a reference meant.
    pub(super) fn remember(&self, key: &Key, commit: &str) -> Option<String> {
        if self.recall(key).as_deref() == Some(commit) {
            return None;
        }
        self.write(REFERENCES, key, |file| file.write_all(commit.as_bytes()))
    }

    /// What a reference meant when it was last asked for.
    pub(super) fn recall(&self, key: &Key) -> Option<String> {
        fs::read_to_string(self.root.join(REFERENCES).join(&key.0)).ok()
    }

    fn write(&self, folder: &str, key: &Key, fill: impl FnOnce(&mut fs::File) -> io::Result<()>) -> Option<String> {
        let folder = self.root.join(folder);
        let write = || {
            fs::create_dir_all(&folder)?;
            let mut entry = NamedTempFile::new_in(&folder)?;
            fill(entry.as_file_mut())?;
            entry.as_file().sync_all()?;
            entry.persist(folder.join(&key.0))?;
            Ok(())
        };
        let failed =
            |error: io::Error| format!("the pack is not kept for the next run, in {}: {error}", folder.display());
        write().err().map(failed)
    }
}

/// One line of JSON, then a tar.
fn read(path: &Path) -> Option<(Cached, Files)> {
    let contents = fs::read(path).ok()?;
    let line = contents.iter().position(|byte| *byte == b'\n')?;
    let about: Cached = serde_json::from_slice(&contents[..line]).ok()?;
    let files = archive::read(&contents[line + 1..]).ok()?;
    (about.digest == format!("sha256:{}", files.whole_digest())).then_some((about, files))
}
