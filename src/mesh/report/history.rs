//! What git knows of the changes of products.

use std::path::Path;
use std::process::Stdio;

use crate::tool;

/// How many commits of this branch changed something in one of the folders since a day. Nothing where git knows of none.
pub fn changes_since<'a>(root: &Path, since: &str, folders: impl Iterator<Item = &'a str>) -> Option<usize> {
    let folders: Vec<&str> = folders.collect();
    if folders.is_empty() {
        return None;
    }
    let output = tool::git()
        .arg("-C")
        .arg(root)
        .args(["--literal-pathspecs", "rev-list", "--count", "--no-merges"])
        .arg(format!("--since={since}T00:00:00Z"))
        .args(["HEAD", "--"])
        .args(folders)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let count = output.status.success().then(|| String::from_utf8(output.stdout).ok()?.trim().parse().ok())??;
    (count > 0).then_some(count)
}
