//! What git knows about a product's files, where there is git. Everything here is read only, and nothing is needed:
//! outside a repository, or without the program, the answer is that nothing is known.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use crate::plan::{Digest, ProductPath};
use crate::tool;

/// The commits that are being merged, or that the last commit merged. In each row the branch itself comes first.
const MERGES: [[&str; 2]; 4] =
    [["HEAD", "MERGE_HEAD"], ["HEAD", "REBASE_HEAD"], ["HEAD", "CHERRY_PICK_HEAD"], ["HEAD^1", "HEAD^2"]];

/// Those of `paths` that hold git's own merge of two files that were both rendered here.
///
/// `is_render` says whether contents with this digest were once rendered at the path. When both sides of a merge
/// hold a render, nobody's edit can be in what git made of them.
pub(super) fn merged_renders<'a>(
    root: &Path,
    paths: impl Iterator<Item = &'a ProductPath>,
    is_render: impl Fn(&ProductPath, &Digest) -> bool,
) -> BTreeSet<ProductPath> {
    let Some(sides) = MERGES.iter().find(|sides| sides.iter().all(|side| is_commit(root, side))) else {
        return BTreeSet::new();
    };
    let rendered = |path: &ProductPath, side: &str| {
        git(root, &["show", &format!("{side}:./{path}")])
            .is_some_and(|contents| is_render(path, &Digest::of(&contents)))
    };
    paths.filter(|path| sides.iter().all(|side| rendered(path, side))).cloned().collect()
}

fn is_commit(root: &Path, name: &str) -> bool {
    git(root, &["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).is_some()
}

/// What git prints, when it succeeds.
fn git(root: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = tool::git()
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then_some(output.stdout)
}
