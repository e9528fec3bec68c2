//! What git knows of the manifests that were there before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::base::{Base, base};
use super::git::Git;
use super::log::Log;
use crate::error::{Error, Result};
use crate::manifest::{document, read};

/// The manifests of a repository as they were at one commit, and before it.
pub struct Past {
    git: Git,
    /// The top folder of the work tree.
    home: PathBuf,
    base: Base,
    /// The commits that a shallow clone ends with.
    boundary: BTreeSet<String>,
    /// What beside the usual name a manifest is called.
    patterns: BTreeSet<String>,
    log: Lazy<Log>,
    paths: Lazy<Vec<String>>,
}

type Lazy<T> = OnceLock<Result<T, Arc<Error>>>;

/// A manifest as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The commit that it is the state of.
    pub commit: String,
    /// Where the file was, from the top of the repository.
    pub path: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

impl State {
    /// The commit in short, as people read it.
    pub fn short(&self) -> &str {
        short(&self.commit)
    }

    /// The file, read as a manifest.
    pub fn document(&self) -> read::Document {
        read::from_bytes(format!("{}:{}", self.short(), self.path), self.bytes.clone())
    }
}

/// A commit in short, as people read it.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..9).unwrap_or(commit)
}

impl Past {
    /// The top folder of the work tree that a file or folder is in; nothing outside of git.
    pub fn home_of(path: &Path) -> Option<PathBuf> {
        let path = path.canonicalize().ok()?;
        path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
    }

    /// What is compared with in the work tree `home`: a commit that is named, else what the work tree has in common with
    /// the default branch. `manifests` are those that are asked for later.
    pub fn find<'a>(home: &Path, against: Option<&str>, manifests: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let git = Git::new(home);
        let mut patterns = BTreeSet::from([format!(":(top,glob)**/{}", document::FILE_NAME)]);
        for manifest in manifests {
            if manifest.file_name().is_none_or(|name| name != document::FILE_NAME) {
                patterns.insert(format!(":(top,literal){}", inside(home, manifest)?));
            }
        }
        let boundary = boundary(&git)?;
        let base = base(&git, against, &boundary, &patterns)?;
        let (log, paths) = (OnceLock::new(), OnceLock::new());
        Ok(Self { git, home: home.to_owned(), base, boundary, patterns, log, paths })
    }

    /// What is compared with, in words: `a1b2c3d4e, the merge base with origin/main`.
    pub fn told(&self) -> &str {
        &self.base.told
    }

    /// The commit that is compared with; nothing before the first.
    pub fn commit(&self) -> Option<&str> {
        self.base.commit.as_deref()
    }

    /// The manifest as it was at the commit: at its path, else the one with the same id at another path.
    pub fn last(&self, manifest: &Path, id: Option<&str>) -> Result<Option<State>> {
        let Some(commit) = self.commit() else { return Ok(None) };
        let path = inside(&self.home, manifest)?;
        if let Some(bytes) = self.git.contents(&format!("{commit}:{path}"))? {
            return Ok(Some(State { commit: commit.to_owned(), path, bytes }));
        }
        let Some(id) = id else { return Ok(None) };
        for path in self.paths(commit)? {
            let Some(bytes) = self.git.contents(&format!("{commit}:{path}"))? else { continue };
            if id_of(&bytes).as_deref() == Some(id) {
                return Ok(Some(State { commit: commit.to_owned(), path: path.clone(), bytes }));
            }
        }
        Ok(None)
    }

    /// The states before the last one, the newest first: one for each commit that has changed the manifest.
    ///
    /// They are followed from folder to folder by the id of the product.
    pub fn earlier(&self, last: &State) -> Result<Vec<State>> {
        let Some(commit) = self.commit() else { return Ok(Vec::new()) };
        let log = lazy(&self.log, || Log::read(&self.git, commit, &self.patterns))?;
        let (mut states, mut path, mut below) = (Vec::new(), last.path.clone(), None);
        let mut id = id_of(&last.bytes);
        'path: loop {
            // Whether the file was not there for a time: what was there before may be another product's.
            let mut gap = false;
            for event in log.of_path(&path).filter(|event| Some(event.order) > below) {
                if let Some(bytes) = self.contents(event.after.as_deref())? {
                    let its_id = id_of(&bytes);
                    if gap && its_id != id {
                        break 'path;
                    }
                    id = its_id.or(id);
                    states.push(State { commit: event.commit.clone(), path: path.clone(), bytes });
                }
                if self.boundary.contains(&event.commit) {
                    return Err(self.cut_short());
                }
                if event.before.is_none() {
                    if let Some(from) = self.moved_from(log, &event.commit, id.as_deref())? {
                        (path, below) = (from, Some(event.order));
                        continue 'path;
                    }
                    gap = true;
                }
            }
            break;
        }
        // The newest of them is the last one itself.
        states.drain(..1.min(states.len()));
        Ok(states)
    }

    /// Where a commit removed the manifest of the product when it added another.
    fn moved_from(&self, log: &Log, commit: &str, id: Option<&str>) -> Result<Option<String>> {
        for event in log.of_commit(commit).filter(|event| event.after.is_none()) {
            let bytes = self.contents(event.before.as_deref())?;
            if id.is_some() && bytes.and_then(|bytes| id_of(&bytes)).as_deref() == id {
                return Ok(Some(event.path.clone()));
            }
        }
        Ok(None)
    }

    fn contents(&self, object: Option<&str>) -> Result<Option<Vec<u8>>> {
        object.map_or(Ok(None), |object| self.git.contents(object))
    }

    /// The paths of all manifests at a commit.
    fn paths(&self, commit: &str) -> Result<&[String]> {
        let list = || {
            let listed = self.git.tell(&["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit])?;
            let is_manifest = |path: &&str| path.rsplit('/').next() == Some(document::FILE_NAME);
            Ok(listed.split('\0').filter(is_manifest).map(str::to_owned).collect())
        };
        lazy(&self.paths, list).map(Vec::as_slice)
    }

    fn cut_short(&self) -> Error {
        Error::Usage {
            message: format!(
                "this clone is shallow, and the earlier versions of the schema are not in it: {} has no history here",
                self.home.display()
            ),
            hint: Some(super::base::DEEPEN.to_owned()),
        }
    }
}

/// The value, worked out by the first who asks.
fn lazy<T>(cell: &OnceLock<Result<T, Arc<Error>>>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    match cell.get_or_init(|| make().map_err(Arc::new)) {
        Ok(value) => Ok(value),
        Err(error) => Err(Error::Shared(Arc::clone(error))),
    }
}

/// The commits whose parents a shallow clone does not have.
fn boundary(git: &Git) -> Result<BTreeSet<String>> {
    let file = git.tell(&["rev-parse", "--path-format=absolute", "--git-path", "shallow"])?;
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(source) => Err(Error::Read { path: file.into(), source }),
    }
}

/// A path from the top of the repository, with `/`.
fn inside(home: &Path, manifest: &Path) -> Result<String> {
    let read = |source| Error::Read { path: manifest.to_owned(), source };
    let folder = manifest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().map_err(read)?;
    let path = folder.strip_prefix(home).map_err(|_| Error::Usage {
        message: format!("{} is not in the repository {}", manifest.display(), home.display()),
        hint: None,
    })?;
    Ok(path.join(manifest.file_name().unwrap_or_default()).to_string_lossy().into_owned())
}

/// The id of the product that a manifest is of.
fn id_of(bytes: &[u8]) -> Option<String> {
    let document = read::from_bytes(String::new(), bytes.to_owned());
    let node = document.node.ok()?;
    Some(format!("{}.{}", node.text_at("/metadata/domain")?, node.text_at("/metadata/name")?))
}
