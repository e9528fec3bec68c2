//! Somebody edits files while a run is at work, or after it has died: nothing of theirs is lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::example::*;
use crate::error::Error;
use crate::plan::folder::moment::testing::{forget, plan, use_simple_disk};
use crate::plan::folder::{Outcome, ProductFolder};

const MINE: &str = "mine";
/// A change of the disk late in the run, before the lock is replaced.
const LATE: u32 = 24;

/// What somebody does to a file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meddling {
    Write,
    /// As most editors save: a new file is renamed over the old one.
    Replace,
    Remove,
    Link,
    Folder,
}

impl Meddling {
    const ALL: [Self; 5] = [Self::Write, Self::Replace, Self::Remove, Self::Link, Self::Folder];

    /// Does it, where that is possible at the moment.
    fn with(self, place: &Path) -> bool {
        let parent = place.parent().unwrap();
        let remove = || fs::remove_file(place);
        match self {
            Self::Write => fs::create_dir_all(parent).and_then(|()| fs::write(place, MINE)).is_ok(),
            Self::Replace => {
                let draft = parent.join("draft");
                let replaced = fs::create_dir_all(parent)
                    .and_then(|()| fs::write(&draft, MINE))
                    .and_then(|()| fs::rename(&draft, place));
                let _ = fs::remove_file(draft);
                replaced.is_ok()
            }
            Self::Remove => remove().is_ok(),
            Self::Link => remove().and_then(|()| symlink("elsewhere", place)).is_ok(),
            Self::Folder => {
                remove().is_ok() && fs::create_dir(place).and_then(|()| fs::write(place.join(MINE), MINE)).is_ok()
            }
        }
    }
}

/// The files that somebody may have a hand in: of every kind of edit, and one that is not edited.
const FILES: [&str; 8] =
    ["README.md", ".mesh/lock.yaml", "stays", "old/deep/file", "new/deep/file", "was_file", "was_folder", "unknown"];

/// What is in the product, but for the records and for what somebody else has a hand in.
fn others(root: &Path, file: &str) -> Tree {
    let mut tree = tree_with_links(root);
    tree.retain(|path, _| {
        let meddled = path == file || path.starts_with(&format!("{file}/")) || file.starts_with(path.as_str());
        !meddled && !path.starts_with(".mesh/rescued") && path != "old/" && path != "old/deep/"
    });
    tree
}

/// The tree; a link is a path with `@` at its end.
fn tree_with_links(root: &Path) -> Tree {
    let mut links = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                links.push((entry.path(), fs::read_link(entry.path()).unwrap()));
            } else if kind.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    for (link, _) in &links {
        fs::remove_file(link).unwrap();
    }
    let tree = tree(root);
    for (link, target) in links {
        symlink(target, link).unwrap();
    }
    tree
}

fn without(mut tree: Tree, file: &str) -> Tree {
    tree.retain(|path, _| path != file && !path.starts_with(&format!("{file}/")) && !file.starts_with(&**path));
    tree
}

#[track_caller]
fn nothing_is_lost(root: &Path, file: &str, meddling: Meddling, completed: bool) {
    let expected = if completed { after() } else { before() };
    assert_eq!(others(root, file), without(expected, file), "{file}: {meddling:?}");
    assert!(!root.join(".mesh/transaction").exists());
    let place = root.join(file);
    match meddling {
        Meddling::Write | Meddling::Replace => {
            assert_eq!(fs::read_to_string(place).unwrap(), MINE, "{file}: {meddling:?}");
        }
        Meddling::Link => assert_eq!(fs::read_link(place).unwrap(), PathBuf::from("elsewhere"), "{file}"),
        Meddling::Folder => assert!(place.join(MINE).is_file(), "{file}"),
        // Who removes what the run has just written may get back what was there before.
        Meddling::Remove => {}
    }
}

#[test]
fn somebody_edits_while_a_run_is_at_work() {
    let (mut made, mut refused) = (0, 0);
    for file in FILES {
        for meddling in Meddling::ALL {
            for change in 0.. {
                let folder = product();
                let place = folder.path().join(file);
                let happened = Rc::new(std::cell::Cell::new(false));
                let told = happened.clone();
                plan(change, move || told.set(meddling.with(&place)));
                let outcome = apply(folder.path(), &edits(), None);
                if forget() {
                    break;
                }
                if !happened.get() {
                    continue;
                }
                match outcome {
                    Ok(()) => made += 1,
                    Err(Error::Changed { .. } | Error::EditedMeanwhile { .. } | Error::Destination { .. }) => {
                        refused += 1;
                    }
                    Err(error) => panic!("{file}: {meddling:?} at {change}: {error}"),
                }
                nothing_is_lost(folder.path(), file, meddling, outcome.is_ok());
            }
        }
    }
    assert!(made > 50 && refused > 50, "{made} runs were done, {refused} refused");
}

#[test]
fn somebody_edits_what_a_dead_run_has_left() {
    let (mut completed, mut undone) = (0, 0);
    for file in FILES {
        for meddling in Meddling::ALL {
            at_every_death(None, |root| {
                if !meddling.with(&root.join(file)) {
                    return;
                }
                let product = open(root);
                let Some(recovery) = product.recovered() else { return };
                match recovery.outcome {
                    Outcome::Completed => completed += 1,
                    Outcome::Undone => undone += 1,
                }
                nothing_is_lost(root, file, meddling, recovery.outcome == Outcome::Completed);
                for path in &recovery.rescued {
                    let rescued = fs::read_to_string(root.join(".mesh/rescued").join(path.as_str())).unwrap();
                    assert_eq!(before().get(path.as_str()), Some(&rescued));
                }
            });
        }
    }
    assert!(completed > 50 && undone > 50, "{completed} runs were completed, {undone} undone");
}

#[test]
fn somebody_edits_on_a_disk_without_exchange() {
    use_simple_disk(true);
    somebody_edits_while_a_run_is_at_work();
    somebody_edits_what_a_dead_run_has_left();
    use_simple_disk(false);
}

/// A run that has to be undone puts back what it replaced, but not over what somebody writes in that very moment.
#[test]
fn somebody_edits_while_a_run_is_undone() {
    let (mut left, mut rescued) = (0, 0);
    for file in ["README.md", "new/deep/file", "old/deep/file"] {
        for change in 0.. {
            let folder = product();
            let place = folder.path().join(file);
            // The lock comes last: with it, the whole run fails.
            let lock = folder.path().join(".mesh/lock.yaml");
            plan(LATE, move || fs::write(lock, MINE).unwrap());
            let happened = Rc::new(std::cell::Cell::new(false));
            let told = happened.clone();
            plan(LATE + change, move || told.set(Meddling::Write.with(&place)));
            let outcome = apply(folder.path(), &edits(), None);
            if forget() {
                break;
            }
            assert!(outcome.is_err(), "{file} at {change}");
            if happened.get() {
                left += 1;
                assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), MINE, "{file} at {change}");
            }
            let saved = fs::read_to_string(folder.path().join(".mesh/rescued").join(file));
            if let Ok(saved) = saved {
                assert_eq!(Some(&saved), before().get(file));
                assert!(matches!(outcome, Err(Error::EditedMeanwhile { .. })));
                rescued += 1;
            }
        }
    }
    assert!(left > 20 && rescued > 2, "{left} edits were left, {rescued} files rescued");
}

/// What a dead run had replaced is put aside where its place is taken.
#[test]
fn what_cannot_be_put_back_is_rescued() {
    let mut rescued = 0;
    at_every_death(None, |root| {
        let was_replaced = fs::read_to_string(root.join("README.md")).unwrap() == "readme 2";
        let was_removed = !root.join("old/deep/file").exists();
        for file in ["README.md", "old/deep/file", ".mesh/lock.yaml"] {
            write(root, file, MINE);
        }
        let product = open(root);
        let Some(recovery) = product.recovered().filter(|recovery| recovery.outcome == Outcome::Undone) else { return };
        let saved = |file: &str| fs::read_to_string(root.join(".mesh/rescued").join(file)).ok();
        assert_eq!(saved("README.md"), was_replaced.then(|| "readme 1".to_owned()));
        assert_eq!(saved("old/deep/file"), was_removed.then(|| "old".to_owned()));
        assert_eq!(recovery.rescued.len(), usize::from(was_replaced) + usize::from(was_removed));
        rescued += recovery.rescued.len();
    });
    assert!(rescued > 5);
}

/// The new path of a renamed file holds the edits; when the run is undone, the old path has them again, or the rescue.
#[test]
fn the_only_copy_of_an_edit_survives() {
    let folder = fast_folder();
    let root = folder.path();
    for change in 0.. {
        let _ = fs::remove_dir_all(root.join(".mesh"));
        write(root, "old_name", "edited");
        let _ = fs::remove_file(root.join("new_name"));
        let edits = [edit("old_name", Some("edited"), None), edit("new_name", None, Some("edited and new"))];
        if !dies(change, || apply(root, &edits, None).unwrap()) {
            break;
        }
        let carried = fs::read_to_string(root.join("old_name")).is_err();
        write(root, "old_name", "another file");
        write(root, "new_name", "one more");
        drop(ProductFolder::open(root, &|| false, &|_| {}).unwrap());
        if carried && tree(root).contains_key("old_name") {
            let survivors: Vec<String> = tree(root).into_values().collect();
            assert!(survivors.iter().any(|text| text.contains("edited")) || survivors.contains(&"one more".to_owned()));
        }
    }
}
