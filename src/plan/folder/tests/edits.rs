//! What edits do, and what they refuse to do.

use std::cell::Cell;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::example::*;
use crate::error::Error;
use crate::plan::folder::guard::{self, Patience};
use crate::plan::folder::{Edit, ProductFolder};
use crate::plan::{Digest, NewFile};

#[test]
fn edits_are_made() {
    let folder = product();
    let unchanged = folder.path().join("stays");
    let inode = fs::metadata(&unchanged).unwrap().ino();
    apply(folder.path(), &edits(), None).unwrap();
    assert_eq!(tree(folder.path()), after());
    assert_eq!(fs::metadata(&unchanged).unwrap().ino(), inode, "a file that stays as it is is not written");
    assert!(!folder.path().join(".mesh/transaction").exists());
}

#[test]
fn no_edit_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    apply(folder.path(), &[], None).unwrap();
    apply(folder.path(), &[edit("absent", None, None)], None).unwrap();
    assert_eq!(tree(folder.path()), Tree::new());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn the_mode_of_a_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let usual = {
        write(folder.path(), "usual", "");
        mode(&folder.path().join("usual"))
    };
    let to = |text: &str, executable| Some(NewFile { contents: text.into(), executable });
    let old = || Some(Digest::of(b"old"));
    let runnable = usual | (usual & 0o444) >> 2;
    for (name, mode_before, executable, expected) in [
        ("private", 0o600, false, 0o600),
        ("private_program", 0o700, true, 0o700),
        ("program", 0o755, true, 0o755),
        ("no_more_a_program", 0o755, false, 0o644),
        ("a_program_now", 0o640, true, 0o750),
        ("read_only", 0o444, false, 0o444),
    ] {
        write(folder.path(), name, "old");
        let place = folder.path().join(name);
        fs::set_permissions(&place, Permissions::from_mode(mode_before)).unwrap();
        let edit = Edit { path: path(name), before: old(), after: to("new", executable) };
        apply(folder.path(), &[edit], None).unwrap();
        assert_eq!((fs::read_to_string(&place).unwrap().as_str(), mode(&place)), ("new", expected), "{name}");
    }
    let create = |name, executable| Edit { path: path(name), before: None, after: to("", executable) };
    apply(folder.path(), &[create("file", false), create("script", true)], None).unwrap();
    assert_eq!(mode(&folder.path().join("file")), usual);
    assert_eq!(mode(&folder.path().join("script")), runnable);
    // Only the bit changes.
    let bit = Edit { path: path("file"), before: Some(Digest::of(b"")), after: to("", true) };
    apply(folder.path(), &[bit], None).unwrap();
    assert_eq!(mode(&folder.path().join("file")), runnable);
}

#[test]
fn what_is_not_as_it_was_seen_is_left_alone() {
    for (meddled, text) in
        [("README.md", Some("mine")), ("README.md", None), ("new/deep/file", Some("mine")), ("stays", Some("x"))]
    {
        let folder = product();
        match text {
            Some(text) => write(folder.path(), meddled, text),
            None => fs::remove_file(folder.path().join(meddled)).unwrap(),
        }
        let before = tree(folder.path());
        let error = apply(folder.path(), &edits(), None).unwrap_err();
        assert!(matches!(&error, Error::Changed { path } if path.ends_with(meddled)), "{error}");
        assert_eq!(tree(folder.path()), before);
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "README.md", "readme 1");
    write(outside.path(), "lock.yaml", "lock 1");
    write(outside.path(), "base/README.md", "base 1");
    write(outside.path(), "transaction/journal.json", "{}");
    write(outside.path(), "file", "theirs");
    let theirs = tree(outside.path());
    for (place, target) in [
        ("README.md", "README.md"),
        ("README.md", "absent"),
        ("old/deep", ""),
        ("new", ""),
        ("new/deep/file", "absent"),
        (".mesh", ""),
        (".mesh/base", "base"),
    ] {
        let folder = product();
        let link = folder.path().join(place);
        let _ = fs::remove_file(&link).or_else(|_| fs::remove_dir_all(&link));
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(outside.path().join(target), &link).unwrap();
        let error = apply(folder.path(), &edits(), None).unwrap_err();
        assert!(matches!(&error, Error::Destination { path, .. } if path.ends_with(place)), "{place}: {error}");
        assert!(error.to_string().contains("is a symbolic link"), "{place}: {error}");
        assert!(link.is_symlink());
        assert_eq!(tree(outside.path()), theirs, "{place}");
    }
    // The places of the records may be links too: then the links are removed, and not what they lead to.
    let folder = product();
    for place in [".mesh/transaction", ".mesh/update"] {
        symlink(outside.path().join("transaction"), folder.path().join(place)).unwrap();
    }
    apply(folder.path(), &edits(), None).unwrap();
    assert_eq!((tree(folder.path()), tree(outside.path())), (after(), theirs));
}

#[test]
fn a_folder_in_the_way_is_left_alone() {
    let folder = product();
    fs::create_dir_all(folder.path().join("new/deep/file/mine")).unwrap();
    let before = tree(folder.path());
    let error = apply(folder.path(), &edits(), None).unwrap_err();
    assert!(error.to_string().contains("new/deep/file is in the way"), "{error}");
    assert_eq!(tree(folder.path()), before);
    // A folder that the run would have emptied is in the way when something else is in it.
    let folder = product();
    write(folder.path(), "was_folder/mine", "mine");
    let before = tree(folder.path());
    let error = apply(folder.path(), &edits(), None).unwrap_err();
    assert!(matches!(&error, Error::Changed { path } if path.ends_with("was_folder")), "{error}");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn what_a_run_keeps_for_itself_is_no_file_of_the_product() {
    for bad in [
        vec![edit(".mesh/transaction/0", None, Some(""))],
        vec![edit(".mesh/update", None, Some(""))],
        vec![edit("a", None, Some("1")), edit("a", None, Some("2"))],
    ] {
        let folder = product();
        assert!(matches!(apply(folder.path(), &bad, None), Err(Error::Internal(_))));
        assert_eq!(tree(folder.path()), before());
    }
}

#[test]
fn a_cancelled_run_changes_nothing() {
    for moment in 0.. {
        let folder = product();
        let asked = Cell::new(0);
        let cancelled = || asked.replace(asked.get() + 1) == moment;
        match open(folder.path()).apply(&edits(), None, &cancelled) {
            Err(Error::Interrupted) => assert_eq!(tree(folder.path()), before()),
            outcome => {
                outcome.unwrap();
                assert!(moment > 10, "asked before each file and before the journal");
                break;
            }
        }
    }
}

#[test]
fn one_run_at_a_time() {
    let folder = product();
    write(folder.path(), "count", "0");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let product = open(folder.path());
                    let text = fs::read_to_string(folder.path().join("count")).unwrap();
                    let next = (text.parse::<u32>().unwrap() + 1).to_string();
                    product.apply(&[edit("count", Some(&text), Some(&next))], None, &|| false).unwrap();
                }
            });
        }
    });
    assert_eq!(fs::read_to_string(folder.path().join("count")).unwrap(), "80");
}

#[test]
fn a_waiting_run_says_so_and_gives_up() {
    let folder = product();
    let _held = open(folder.path());
    let said = Cell::new(0);
    let say = |message: &str| {
        assert!(message.starts_with("waiting for another run of mesh-cli in "), "{message}");
        said.set(said.get() + 1);
    };
    let patience = Patience { silent: Duration::from_millis(20), most: Duration::from_millis(80) };
    let outcome = guard::take(folder.path(), &patience, &|| false, &say);
    assert!(matches!(outcome, Err(Error::Busy { .. })) && said.get() == 1);
    let outcome = ProductFolder::open(folder.path(), &|| true, &say);
    assert!(matches!(outcome, Err(Error::Interrupted)));
}

#[test]
fn a_record_that_cannot_be_read_is_an_error() {
    for text in ["", "{", "{\"formatVersion\":2}", "{\"formatVersion\":1}", "[]"] {
        let folder = product();
        write(folder.path(), ".mesh/transaction/journal.json", text);
        write(folder.path(), ".mesh/transaction/0", "the only copy");
        let error = ProductFolder::open(folder.path(), &|| false, &|_| {}).unwrap_err();
        assert!(matches!(error, Error::Journal { .. }), "{error}");
        assert!(folder.path().join(".mesh/transaction/0").exists());
    }
}

#[test]
fn a_journal_from_a_stranger_reaches_nothing_outside() {
    for stranger in ["../outside", "/etc/passwd", ".git/hooks/pre-commit", "a/../../b"] {
        let folder = product();
        let step = format!("{{\"path\":\"{stranger}\",\"before\":null,\"after\":null}}");
        let journal = format!("{{\"formatVersion\":1,\"then\":\"forget\",\"folders\":[],\"steps\":[{step}]}}");
        write(folder.path(), ".mesh/transaction/journal.json", &journal);
        assert!(matches!(ProductFolder::open(folder.path(), &|| false, &|_| {}), Err(Error::Journal { .. })));
    }
    // A staged file that is a link is no file of this run.
    let folder = product();
    let digest = Digest::of(b"readme 1");
    let step =
        format!("{{\"path\":\"new\",\"before\":null,\"after\":{{\"digest\":\"{digest}\",\"executable\":false}}}}");
    let journal = format!("{{\"formatVersion\":1,\"then\":\"forget\",\"folders\":[],\"steps\":[{step}]}}");
    write(folder.path(), ".mesh/transaction/journal.json", &journal);
    symlink(folder.path().join("README.md"), folder.path().join(".mesh/transaction/0")).unwrap();
    drop(open(folder.path()));
    assert_eq!(tree(folder.path()), before());
}
