//! A run dies before each of its changes of the disk, and the next run finds out.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::moment::testing::{Death, die_before};
use super::*;
use crate::plan::Digest;
use crate::plan::NewFile;

type Tree = BTreeMap<String, String>;

fn tree(root: &Path) -> Tree {
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

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn edit(path: &str, before: Option<&str>, after: Option<&str>) -> Edit {
    Edit {
        path: path.parse().unwrap(),
        before: before.map(|text| Digest::of(text.as_bytes())),
        after: after.map(|text| NewFile { contents: text.into(), executable: false }),
    }
}

fn open(root: &Path) -> ProductFolder {
    ProductFolder::open(root, &|| false, &|_| {}).unwrap()
}

/// A product, the edits of a run, and the product afterwards.
fn example() -> (Vec<(&'static str, &'static str)>, Vec<Edit>, Tree) {
    let before = vec![
        (".mesh/lock.yaml", "lock 1"),
        (".mesh/base/README.md", "base 1"),
        ("README.md", "readme 1"),
        ("stays", "stays"),
        ("old/deep/file", "old"),
        ("was_file", "file"),
        ("was_folder/file", "in a folder"),
    ];
    let edits = vec![
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
    ];
    let after = [
        (".mesh/lock.yaml", "lock 2"),
        (".mesh/base/README.md", "base 2"),
        ("README.md", "readme 2"),
        ("stays", "stays"),
        ("new/deep/file", "new"),
        ("was_file/file", "now in a folder"),
        ("was_folder", "now a file"),
    ];
    (before, edits, after.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
}

fn product() -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in example().0 {
        write(folder.path(), path, text);
    }
    let before = tree(folder.path());
    (folder, before)
}

/// Runs until the given change of the disk, and says whether it died there.
fn dies(change: u32, run: impl FnOnce()) -> bool {
    die_before(Some(change));
    let outcome = catch_unwind(AssertUnwindSafe(run));
    die_before(None);
    match outcome {
        Ok(()) => false,
        Err(payload) if payload.is::<Death>() => true,
        Err(payload) => std::panic::resume_unwind(payload),
    }
}

#[test]
fn edits_are_made() {
    let (folder, _) = product();
    let (_, edits, after) = example();
    open(folder.path()).apply(&edits, None, &|| false).unwrap();
    assert_eq!(tree(folder.path()), after);
}

/// Lets a run die before each of its changes, with `between` happening before the next run looks.
fn at_every_moment(mut check: impl FnMut(&Path, &Tree)) -> u32 {
    let (_, edits, _) = example();
    for change in 0.. {
        let (folder, before) = product();
        let died = dies(change, || open(folder.path()).apply(&edits, None, &|| false).unwrap());
        if !died {
            return change;
        }
        check(folder.path(), &before);
    }
    unreachable!()
}

#[test]
fn a_run_that_dies_is_completed_or_undone_by_the_next() {
    let after = example().2;
    let (mut nothing, mut completed) = (0, 0);
    let changes = at_every_moment(|root, before| {
        let folder = open(root);
        match folder.recovered() {
            Some(recovery) => {
                assert_eq!(recovery.outcome, Outcome::Completed);
                assert_eq!(tree(root), after);
                completed += 1;
            }
            // Before the journal nothing has happened; after it is removed everything has.
            None if tree(root) == *before => nothing += 1,
            None => assert_eq!(tree(root), after),
        }
        assert_eq!(ProductFolder::look(root).unwrap().unfinished, Some(Unfinished::Running));
        drop(folder);
        assert_eq!(ProductFolder::look(root).unwrap().unfinished, None);
    });
    assert!(nothing > 5 && completed > 10, "{changes} changes: {nothing} before the journal, {completed} completed");
}

#[test]
fn a_recovery_that_dies_is_recovered_from() {
    let after = example().2;
    at_every_moment(|root, before| {
        let left_by_the_run = copy(root);
        for change in 0.. {
            let copy = copy(left_by_the_run.path());
            let died = dies(change, || drop(open(copy.path())));
            drop(open(copy.path()));
            let now = tree(copy.path());
            assert!(now == *before || now == after, "{now:#?}");
            if !died {
                break;
            }
        }
    });
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copied = std::process::Command::new("cp").arg("-a").arg(from.join(".")).arg(folder.path()).status().unwrap();
    assert!(copied.success());
    folder
}
