//! A run dies before each of its changes of the disk, and the next run finds out.

use super::example::*;
use crate::plan::folder::moment::testing::use_simple_disk;
use crate::plan::folder::{Outcome, PendingInfo, ProductFolder, Unfinished};

#[test]
fn a_run_that_dies_is_completed_or_undone_by_the_next() {
    let (mut nothing, mut completed) = (0, 0);
    let changes = at_every_death(None, |root| {
        let folder = open(root);
        match folder.recovered() {
            Some(recovery) => {
                assert_eq!(recovery.outcome, Outcome::Completed);
                assert_eq!(tree(root), after());
                completed += 1;
            }
            // Before the journal nothing has happened; after it is removed everything has.
            None if tree(root) == before() => nothing += 1,
            None => assert_eq!(tree(root), after()),
        }
        assert_eq!(ProductFolder::look(root).unwrap().unfinished, Some(Unfinished::Running));
        drop(folder);
        assert_eq!(ProductFolder::look(root).unwrap().unfinished, None);
    });
    assert!(nothing > 10 && completed > 15, "{changes} changes: {nothing} before the journal, {completed} completed");
}

#[test]
fn a_recovery_that_dies_is_recovered_from() {
    at_every_death(None, |root| {
        for change in 0.. {
            let copy = copy(root);
            let died = dies(change, || drop(open(copy.path())));
            drop(open(copy.path()));
            let now = tree(copy.path());
            assert!(now == before() || now == after(), "{now:#?}");
            if !died {
                break;
            }
        }
    });
}

/// With conflicts, the run ends in a pending update or in nothing, however it dies.
#[test]
fn a_pending_update_is_there_when_the_run_is_done() {
    let info = PendingInfo { target: "standard 2".to_owned(), conflicts: vec![path("README.md")] };
    let mut pending = 0;
    at_every_death(Some(&info), |root| {
        let folder = open(root);
        let mut now = tree(root);
        now.retain(|path, _| !path.starts_with(".mesh/update/"));
        if let Some(found) = folder.pending().unwrap() {
            assert_eq!((found.info, now), (info.clone(), after()));
            pending += 1;
        } else {
            assert_eq!(now, before());
        }
    });
    assert!(pending > 10);
}

/// On a file system that cannot exchange two files they move by way of a third place.
#[test]
fn a_run_of_simple_moves_that_dies_is_completed_or_undone() {
    use_simple_disk(true);
    a_run_that_dies_is_completed_or_undone_by_the_next();
    a_recovery_that_dies_is_recovered_from();
    use_simple_disk(false);
}

/// A file that is written in the moment in which its place is empty stays, and what stood there is not lost.
#[test]
fn a_file_written_between_two_moves_stays() {
    use_simple_disk(true);
    let mut rescued = 0;
    at_every_death(None, |root| {
        if root.join("README.md").exists() {
            return;
        }
        write(root, "README.md", "mine");
        let folder = open(root);
        let recovery = folder.recovered().unwrap();
        assert_eq!((recovery.outcome, &recovery.left), (Outcome::Undone, &vec![path("README.md")]));
        let mut expected = before();
        expected.insert("README.md".to_owned(), "mine".to_owned());
        if !recovery.rescued.is_empty() {
            expected.insert(".mesh/rescued/README.md".to_owned(), "readme 1".to_owned());
            rescued += 1;
        }
        assert_eq!(tree(root), expected);
    });
    use_simple_disk(false);
    assert!(rescued > 0);
}
