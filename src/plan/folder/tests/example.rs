//! The product, the run and the helpers that the tests share.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use tempfile::TempDir;

use crate::error::Result;
use crate::plan::folder::moment::testing::{Death, forget, plan};
use crate::plan::folder::{Edit, PendingInfo, ProductFolder};
use crate::plan::{Digest, NewFile, ProductPath};

/// Path → text; an empty folder is a path with `/` at its end.
pub(super) type Tree = BTreeMap<String, String>;

pub(super) fn tree(root: &Path) -> Tree {
    fn walk(folder: &Path, prefix: &str, files: &mut Tree) {
        let mut empty = true;
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            empty = false;
            let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{key}/"), files);
            } else {
                files.insert(key, fs::read_to_string(entry.path()).unwrap());
            }
        }
        if empty && !prefix.is_empty() {
            files.insert(prefix.to_owned(), String::new());
        }
    }
    let mut files = Tree::new();
    walk(root, "", &mut files);
    files
}

pub(super) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(super) fn copy(from: &Path) -> TempDir {
    fn walk(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let place = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                fs::create_dir(&place).unwrap();
                walk(&entry.path(), &place);
            } else {
                fs::copy(entry.path(), place).unwrap();
            }
        }
    }
    let folder = fast_folder();
    walk(from, folder.path());
    folder
}

pub(super) fn path(text: &str) -> ProductPath {
    text.parse().unwrap()
}

pub(super) fn edit(path: &str, before: Option<&str>, after: Option<&str>) -> Edit {
    Edit {
        path: path.parse().unwrap(),
        before: before.map(|text| Digest::of(text.as_bytes())),
        after: after.map(|text| NewFile { contents: text.into(), executable: false }),
    }
}

pub(super) fn open(root: &Path) -> ProductFolder {
    ProductFolder::open(root, &|| false, &|_| {}).unwrap()
}

pub(super) fn apply(root: &Path, edits: &[Edit], keep: Option<PendingInfo>) -> Result<()> {
    open(root).apply(edits, keep, &|| false)
}

/// A folder in memory, where there is one: some tests need thousands.
pub(super) fn fast_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// A new product as it is before the run.
pub(super) fn product() -> TempDir {
    let folder = fast_folder();
    for (path, text) in [
        (".mesh/lock.yaml", "lock 1"),
        (".mesh/base/README.md", "base 1"),
        ("README.md", "readme 1"),
        ("stays", "stays"),
        ("old/deep/file", "old"),
        ("was_file", "file"),
        ("was_folder/file", "in a folder"),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

pub(super) fn before() -> Tree {
    tree(product().path())
}

/// What the run does.
pub(super) fn edits() -> Vec<Edit> {
    vec![
        edit(".mesh/lock.yaml", Some("lock 1"), Some("lock 2")),
        edit(".mesh/base/README.md", Some("base 1"), Some("base 2")),
        edit("README.md", Some("readme 1"), Some("readme 2")),
        edit("stays", Some("stays"), Some("stays")),
        edit("old/deep/file", Some("old"), None),
        edit("new/deep/file", None, Some("new")),
        edit("was_file", Some("file"), None),
        edit("was_file/file", None, Some("now in a folder")),
        edit("was_folder/file", Some("in a folder"), None),
        edit("was_folder", None, Some("now a file")),
    ]
}

/// The product after the run.
pub(super) fn after() -> Tree {
    [
        (".mesh/lock.yaml", "lock 2"),
        (".mesh/base/README.md", "base 2"),
        ("README.md", "readme 2"),
        ("stays", "stays"),
        ("new/deep/file", "new"),
        ("was_file/file", "now in a folder"),
        ("was_folder", "now a file"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

/// Lets a run die before a change of the disk, and says whether it got that far.
pub(super) fn dies(change: u32, run: impl FnOnce()) -> bool {
    plan(change, || resume_unwind(Box::new(Death)));
    let outcome = catch_unwind(AssertUnwindSafe(run));
    forget();
    match outcome {
        Ok(()) => false,
        Err(payload) if payload.is::<Death>() => true,
        Err(payload) => resume_unwind(payload),
    }
}

/// Lets the run die before each of its changes, once each, and looks at what it leaves.
pub(super) fn at_every_death(keep: Option<&PendingInfo>, mut check: impl FnMut(&Path)) -> u32 {
    for change in 0.. {
        let folder = product();
        if !dies(change, || apply(folder.path(), &edits(), keep.cloned()).unwrap()) {
            return change;
        }
        check(folder.path());
    }
    unreachable!()
}
