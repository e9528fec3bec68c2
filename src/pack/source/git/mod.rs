//! A pack in a git repository: the commit that a reference means, and its files.
//!
//! `git` on the PATH does the talking, so that a user's credentials and proxies work. It runs no hooks, fetches no
//! submodules, asks nothing, and its work is done in a folder that is gone afterwards.

mod repository;
mod tree;

use std::path::Path;

use serde::Serialize;

use super::cache::{Cache, Key};
use super::tool::refused;
use super::{GitSource, Opened, Source};
use crate::diagnostics::shown;
use crate::error::{Error, Result};
use repository::{Remote, Repository};

/// What a reference of a git repository is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reference {
    /// A tag, which is not expected to move.
    Tag,
    /// A branch, which moves.
    Branch,
    /// A commit, which cannot move.
    Commit,
}

/// A commit, and what named it.
struct Found {
    commit: String,
    kind: Reference,
    note: Option<String>,
}

/// The pack at a commit, whatever the reference says now, else at the commit that the reference means.
pub(super) fn open(
    source: &Source,
    git: &GitSource,
    from: &Path,
    commit: Option<&str>,
    cache: &Cache,
) -> Result<Opened> {
    let remote = Remote::new(source, git, from)?;
    let Found { commit, kind, note } = match (commit, git.reference.as_deref()) {
        (Some(commit), _) if !is_commit(commit) => {
            let message = format!("the lock says that it is at the commit `{}`, which is none", shown(commit));
            return Err(refused(source, message, "write the lock anew with `mesh-cli update`"));
        }
        (Some(commit), _) => Found::commit(commit),
        (None, Some(commit)) if is_commit(commit) => Found::commit(commit),
        (None, reference) => find(&remote, reference, cache)?,
    };
    let key = Key::commit(&remote.url, &commit, &git.folder);
    let mut notes: Vec<String> = note.into_iter().collect();
    let files = if let Some(files) = cache.get(&key) {
        files
    } else {
        let repository = Repository::fetch(&remote, &commit, git.reference.as_deref())?;
        let files = tree::read(&repository, &commit, &git.folder)?;
        let known_as = Source::Git(GitSource { url: remote.url.clone(), ..git.clone() });
        notes.extend(cache.put(&key, &known_as, Some(&commit), &files));
        files
    };
    Ok(Opened { files, revision: Some(commit), reference: Some(kind), notes })
}

/// Asks the remote what a reference means. When it cannot be asked, its last answer holds, and a note says so.
fn find(remote: &Remote<'_>, reference: Option<&str>, cache: &Cache) -> Result<Found> {
    let key = Key::reference(&remote.url, reference.unwrap_or_default());
    match remote.list() {
        Ok(listed) => {
            let (commit, kind) = remote.pick(&listed, reference)?;
            let note = cache.remember(&key, &commit);
            Ok(Found { commit, kind, note })
        }
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(error) => match cache.recall(&key).filter(|commit| is_commit(commit)) {
            Some(commit) => {
                let note =
                    format!("{}: cannot be reached; commit {}, fetched before, is used", remote.source, &commit[..12]);
                Ok(Found { note: Some(note), ..Found::commit(&commit) })
            }
            None => Err(error),
        },
    }
}

impl Found {
    fn commit(commit: &str) -> Self {
        Self { commit: commit.to_ascii_lowercase(), kind: Reference::Commit, note: None }
    }
}

/// Whether a text is a whole commit id, of SHA-1 or SHA-256.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
