//! An update with conflicts: kept, finished, aborted.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use super::example::*;
use crate::error::Error;
use crate::plan::ProductPath;
use crate::plan::folder::{Aborted, Pending, PendingInfo, ProductFolder};

fn info() -> PendingInfo {
    PendingInfo { target: "standard 0.2.0".to_owned(), conflicts: vec![path("README.md")] }
}

/// A product with a pending update.
fn updated() -> TempDir {
    let folder = product();
    fs::set_permissions(folder.path().join("old/deep/file"), Permissions::from_mode(0o750)).unwrap();
    apply(folder.path(), &edits(), Some(info())).unwrap();
    assert_eq!(visible(folder.path()), after());
    folder
}

/// The product without what the update keeps.
fn visible(root: &Path) -> Tree {
    let mut tree = tree(root);
    tree.retain(|path, _| !path.starts_with(".mesh/update/"));
    tree
}

fn abort(root: &Path, forced: &[&str]) -> Aborted {
    open(root).abort(&|path: &ProductPath| forced.contains(&path.as_str()), &|| false).unwrap()
}

#[test]
fn what_an_update_did_is_known_until_it_is_finished() {
    let folder = updated();
    let Pending { info: known, written } = open(folder.path()).pending().unwrap().unwrap();
    assert_eq!(known, info());
    assert_eq!(written.len(), edits().len() - 1, "all but the file that stayed as it was");
    assert_eq!(ProductFolder::look(folder.path()).unwrap().pending.unwrap().info, info());
    let again = apply(folder.path(), &[], Some(info())).unwrap_err();
    assert!(matches!(again, Error::Usage { .. }), "{again}");
    open(folder.path()).finish().unwrap();
    assert_eq!(tree(folder.path()), after());
    assert_eq!(open(folder.path()).pending().unwrap(), None);
    open(folder.path()).finish().unwrap();
    let none = open(folder.path()).abort(&|_| true, &|| false).unwrap_err();
    assert!(matches!(none, Error::Usage { .. }), "{none}");
}

#[test]
fn an_aborted_update_restores_every_byte() {
    let folder = updated();
    let Aborted::Restored(paths) = abort(folder.path(), &[]) else { panic!() };
    assert_eq!(paths.len(), edits().len() - 1);
    assert_eq!(tree(folder.path()), before());
    let mode = fs::metadata(folder.path().join("old/deep/file")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert_eq!(ProductFolder::look(folder.path()).unwrap().pending, None);
}

#[test]
fn a_file_with_conflicts_may_be_edited_before_the_update_is_aborted() {
    let folder = updated();
    write(folder.path(), "README.md", "half resolved");
    fs::remove_file(folder.path().join("new/deep/file")).unwrap();
    fs::remove_dir_all(folder.path().join("was_file")).unwrap();
    assert!(matches!(abort(folder.path(), &[]), Aborted::Restored(_)));
    let mut now = tree(folder.path());
    now.retain(|path, _| !path.starts_with("new/"));
    assert_eq!(now, before());
}

/// A conflict in a file that is no text leaves the file as it is; who resolves it writes over it.
#[test]
fn a_file_with_a_conflict_is_kept_although_the_update_left_it_as_it_is() {
    let folder = product();
    let place = folder.path().join("old/deep/file");
    fs::set_permissions(&place, Permissions::from_mode(0o744)).unwrap();
    let original = fs::read(&place).unwrap();
    let info = PendingInfo { conflicts: vec![path("old/deep/file"), path("nowhere")], ..info() };
    apply(folder.path(), &[edit("beside", None, Some("new"))], Some(info)).unwrap();
    assert_eq!(fs::read(&place).unwrap(), original);
    write(folder.path(), "old/deep/file", "the other side");
    assert!(matches!(abort(folder.path(), &[]), Aborted::Restored(_)));
    assert_eq!(tree(folder.path()), before());
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o744);
}

#[test]
fn an_edit_made_since_is_only_given_up_by_name() {
    let folder = updated();
    write(folder.path(), ".mesh/base/README.md", "edited");
    write(folder.path(), "old/deep/file", "a new one");
    let edited = tree(folder.path());
    let expected = Aborted::Edited(vec![path("old/deep/file"), path(".mesh/base/README.md")]);
    assert_eq!(abort(folder.path(), &[]), expected);
    assert_eq!(abort(folder.path(), &["README.md"]), expected);
    assert_eq!(abort(folder.path(), &["old/deep/file"]), Aborted::Edited(vec![path(".mesh/base/README.md")]));
    assert_eq!(tree(folder.path()), edited, "nothing was done");
    assert!(matches!(abort(folder.path(), &["old/deep/file", ".mesh/base/README.md"]), Aborted::Restored(_)));
    assert_eq!(tree(folder.path()), before());
}

/// What stands in the way of a file that is to be restored is not removed.
#[test]
fn a_folder_in_the_way_of_an_abort_is_left_alone() {
    let folder = updated();
    fs::create_dir_all(folder.path().join("old/deep/file/mine")).unwrap();
    let stuck = tree(folder.path());
    let error = open(folder.path()).abort(&|_| true, &|| false).unwrap_err();
    assert!(error.to_string().contains("old/deep/file is in the way"), "{error}");
    assert_eq!(tree(folder.path()), stuck);
}

#[test]
fn an_abort_that_dies_is_completed_or_can_be_repeated() {
    let (mut pending, mut over) = (0, 0);
    for change in 0.. {
        let folder = updated();
        write(folder.path(), "README.md", "half resolved");
        let mut edited = after();
        edited.insert("README.md".to_owned(), "half resolved".to_owned());
        if !dies(change, || assert!(matches!(abort(folder.path(), &[]), Aborted::Restored(_)))) {
            break;
        }
        let known = open(folder.path()).pending().unwrap();
        match known {
            Some(_) => {
                assert_eq!(visible(folder.path()), edited);
                assert!(matches!(abort(folder.path(), &[]), Aborted::Restored(_)));
                pending += 1;
            }
            None => over += 1,
        }
        assert_eq!(tree(folder.path()), before());
    }
    assert!(pending > 10 && over > 10, "{pending} were pending, {over} were over");
}

#[test]
fn finishing_that_dies_is_repeated_or_done() {
    for change in 0.. {
        let folder = updated();
        if !dies(change, || open(folder.path()).finish().unwrap()) {
            break;
        }
        open(folder.path()).finish().unwrap();
        assert_eq!(tree(folder.path()), after());
    }
}
