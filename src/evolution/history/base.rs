//! The commit that a work tree is compared with.

use std::collections::BTreeSet;

use super::git::Git;
use super::past::short;
use crate::error::{Error, Result};

/// What to do about a clone that has not enough history.
pub(super) const DEEPEN: &str =
    "fetch the history: `git fetch --unshallow origin`, or `fetch-depth: 0` of actions/checkout";

/// Where the default branch may be, the most telling first.
const DEFAULT_BRANCHES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// The commit, and what it is in words.
pub(super) struct Base {
    pub commit: Option<String>,
    pub told: String,
}

/// The commit that is named; without a name, what the work tree has in common with the default branch. A branch stands for
/// what the work tree has in common with it, any other name for the commit itself.
pub(super) fn base(
    git: &Git,
    against: Option<&str>,
    boundary: &BTreeSet<String>,
    manifests: &BTreeSet<String>,
) -> Result<Base> {
    let head = git.commit("HEAD")?;
    if let Some(name) = against {
        let commit = git.commit(name)?.ok_or_else(|| unknown(name, boundary))?;
        return match (head, is_branch(git, name)?) {
            (Some(head), true) => merge_base(git, &head, &commit, name, boundary),
            _ => Ok(Base { told: format!("{} ({name})", short(&commit)), commit: Some(commit) }),
        };
    }
    let Some(head) = head else {
        return Ok(Base { commit: None, told: "nothing, as there is no commit yet".to_owned() });
    };
    for name in DEFAULT_BRANCHES {
        let Some(commit) = git.commit(name)? else { continue };
        let name = name.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/");
        let base = merge_base(git, &head, &commit, name, boundary)?;
        let on_it = base.commit.as_ref() == Some(&head);
        return if on_it && is_clean(git, manifests)? { before(git, &head, boundary) } else { Ok(base) };
    }
    Err(Error::Usage {
        message: format!(
            "there is nothing to compare with: no default branch of origin, and no main or master{}",
            in_shallow(boundary)
        ),
        hint: Some(if boundary.is_empty() {
            "name a branch, a tag or a commit with --against, or run `git remote set-head origin --auto`".to_owned()
        } else {
            DEEPEN.to_owned()
        }),
    })
}

fn merge_base(git: &Git, head: &str, commit: &str, name: &str, boundary: &BTreeSet<String>) -> Result<Base> {
    match git.ask(&["merge-base", head, commit])? {
        Some(common) => {
            Ok(Base { told: format!("{}, the merge base with {name}", short(&common)), commit: Some(common) })
        }
        None => Err(Error::Usage {
            message: format!("HEAD and {name} have no commit in common{}", in_shallow(boundary)),
            hint: Some(if boundary.is_empty() {
                format!("name the commit to compare with: --against {name}^0 is the last one of {name}")
            } else {
                DEEPEN.to_owned()
            }),
        }),
    }
}

/// The commit before the last one of the default branch: a work tree without changes is what that one made.
fn before(git: &Git, head: &str, boundary: &BTreeSet<String>) -> Result<Base> {
    if boundary.contains(head) {
        return Err(Error::Usage {
            message: "the commit before HEAD is not in this clone, which is shallow".to_owned(),
            hint: Some(DEEPEN.to_owned()),
        });
    }
    Ok(match git.commit("HEAD^1")? {
        Some(commit) => Base { told: format!("{}, the commit before HEAD", short(&commit)), commit: Some(commit) },
        None => Base { commit: None, told: "nothing, as HEAD is the first commit".to_owned() },
    })
}

fn is_clean(git: &Git, manifests: &BTreeSet<String>) -> Result<bool> {
    let mut arguments = vec!["status", "--porcelain", "--no-renames", "--untracked-files=all", "--"];
    arguments.extend(manifests.iter().map(String::as_str));
    Ok(git.tell(&arguments)?.is_empty())
}

fn is_branch(git: &Git, name: &str) -> Result<bool> {
    let full = git.ask(&["rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", name])?;
    Ok(full.is_some_and(|full| full.starts_with("refs/heads/") || full.starts_with("refs/remotes/")))
}

fn unknown(name: &str, boundary: &BTreeSet<String>) -> Error {
    Error::Usage {
        message: format!(
            "--against {name}: there is no such branch, tag, commit, file or folder{}",
            in_shallow(boundary)
        ),
        hint: Some(if boundary.is_empty() {
            "name a branch, a tag, a commit, a manifest, an .avsc file, a product's folder or the URL of a registry"
                .to_owned()
        } else {
            DEEPEN.to_owned()
        }),
    }
}

fn in_shallow(boundary: &BTreeSet<String>) -> &'static str {
    if boundary.is_empty() { "" } else { " in this clone, which is shallow" }
}
