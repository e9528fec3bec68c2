//! A second work tree of a git repository, in which products are changed and committed to branches while the user's
//! own work tree, index and branch stay as they are.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::pack::source::Source;
use crate::tool;

/// The folder inside the repository's own that the work tree is in.
const PLACE: &str = "mesh-cli";

/// A work tree that is gone afterwards. One run at a time has one of a repository.
pub struct Workshop {
    /// The work tree that the user works in.
    home: PathBuf,
    /// The temporary one.
    tree: PathBuf,
    /// The commit that every branch begins with.
    base: String,
    _lock: File,
}

impl Workshop {
    /// The work tree that a product lies in.
    pub fn home_of(product: &Path) -> Result<PathBuf> {
        git(product, &["rev-parse", "--show-toplevel"]).map(PathBuf::from)
    }

    /// Makes a second work tree beside this one, of the commit that it has checked out.
    pub fn open(home: &Path) -> Result<Self> {
        let home = home.to_owned();
        let own = git(&home, &["rev-parse", "--path-format=absolute", "--git-common-dir"])?;
        let base = git(&home, &["rev-parse", "--verify", "HEAD^{commit}"])?;
        let place = Path::new(&own).join(PLACE);
        let write = |source| Error::Write { path: place.clone(), source };
        fs::create_dir_all(&place).map_err(write)?;
        let lock = File::create(place.join("lock")).map_err(write)?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(Error::Usage {
                message: format!("another run makes branches in {}", home.display()),
                hint: Some("wait until it has ended".to_owned()),
            });
        }
        let workshop = Self { home, tree: place.join("tree"), base, _lock: lock };
        // What a run that was killed has left.
        workshop.remove();
        let tree = workshop.tree.to_string_lossy();
        git(&workshop.home, &["worktree", "add", "--quiet", "--force", "--detach", &tree, &workshop.base])?;
        Ok(workshop)
    }

    /// Where a folder of the user's work tree is in this one; a folder outside it stays what it is.
    pub fn place_of(&self, folder: &Path) -> Result<PathBuf> {
        if Self::home_of(folder).ok().as_ref() != Some(&self.home) {
            return Ok(folder.to_owned());
        }
        Ok(self.tree.join(git(folder, &["rev-parse", "--show-prefix"])?))
    }

    /// Whether a relative path in the source of a pack leads out of this work tree.
    pub fn is_outside(&self, source: &str, product: &Path) -> bool {
        leads_out(source, product, &self.tree)
    }

    /// Whether a branch is there.
    pub fn has(&self, branch: &str) -> Result<bool> {
        let reference = reference(branch);
        git(&self.home, &["check-ref-format", &reference]).map_err(|_| Error::Usage {
            message: format!("`{branch}` is no name of a branch"),
            hint: Some("use letters, digits, `-`, `_` and `/`".to_owned()),
        })?;
        Ok(!git(&self.home, &["for-each-ref", "--format=%(refname)", &reference])?.is_empty())
    }

    /// Commits what was changed in a product of this work tree to a new branch, which is there when the commit is whole
    /// and not before.
    pub fn commit(&self, product: &Path, branch: &str, message: &str) -> Result<()> {
        git(product, &["add", "--all", "--", "."])?;
        git(product, &["commit", "--quiet", "--no-verify", "--message", message])?;
        git(&self.tree, &["update-ref", &reference(branch), "HEAD", ""]).map(drop)
    }

    /// Takes back what was changed in a product of this work tree.
    pub fn reset(&self, product: &Path) -> Result<()> {
        git(&self.tree, &["checkout", "--quiet", "--force", "--detach", &self.base])?;
        git(product, &["clean", "--quiet", "-dffx", "--", "."]).map(drop)
    }

    fn remove(&self) {
        let tree = self.tree.to_string_lossy();
        // It is no fault when there is none.
        let _ = git(&self.home, &["worktree", "remove", "--force", "--force", &tree]);
        let _ = fs::remove_dir_all(&self.tree);
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Whether a relative path in the source of a pack, written in the folder `from`, leads out of a tree.
pub fn leads_out(source: &str, from: &Path, tree: &Path) -> bool {
    let path = match source.parse() {
        Ok(Source::Folder(path)) => path,
        Ok(Source::Git(git)) => PathBuf::from(git.url),
        Ok(Source::Archive(archive)) => PathBuf::from(archive.location),
        Ok(Source::Builtin) | Err(_) => return false,
    };
    let inside = || Some(from.join(&path).canonicalize().ok()?.starts_with(tree.canonicalize().ok()?));
    path.starts_with("..") && inside() != Some(true)
}

fn reference(branch: &str) -> String {
    format!("refs/heads/{branch}")
}

/// What git prints, without the line end. It runs no hooks.
fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let failed = |reason: &str| Error::Tool {
        message: format!("`git {}` in {}: {reason}", arguments.first().unwrap_or(&""), folder.display()),
    };
    let output = tool::git().arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| failed(&error.to_string()))?;
    if tool::is_interrupted(output.status) {
        return Err(Error::Interrupted);
    }
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())
}
