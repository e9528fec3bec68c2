//! What somebody edits who should not, and packs that move.

use super::*;

/// Row: "answers file edited by hand". There it is accepted, and answers and files disagree for ever.
#[test]
fn answers_edited_by_hand_are_noticed_and_brought_in_step() {
    let life = with_notes();
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    life.replace("data-product.yaml", "  name: parcels\n", "  name: parcels\n  title: Small Parcels\n");
    let check = life.inside(&["generate", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.stdout.contains("+# Small Parcels"), "{}", check.stdout);
    assert_eq!(life.inside(&["generate"]).code, 0);
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert!(life.read("README.md").starts_with("# Small Parcels"));
}

/// The same of the lock, which is nobody's to edit.
#[test]
fn a_lock_edited_by_hand_is_noticed() {
    let life = with_notes();
    life.replace(".mesh/lock.yaml", "version: 1.0.0", "version: 2.0.0");
    let before = life.tree();
    for command in [&["generate"][..], &["generate", "--check"], &["update", "--to", "../v2"]] {
        let run = life.inside(command);
        assert_eq!(run.code, 1, "{command:?}: {run:?}");
        assert!(run.stderr.contains("lock/edited"), "{command:?}: {run:?}");
    }
    let status = life.inside(&["status"]);
    assert!(status.code == 1 && status.stdout.contains("the lock was edited by hand"), "{status:?}");
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "template tag moved". copier says up to date: it stores the tag and not the commit.
#[test]
fn a_tag_that_was_moved_is_a_finding() {
    let (one, two) = (notes("one\n"), notes("ONE\n"));
    let life = Life(crate::sandbox::Sandbox::new());
    life.repository(&[("1.0.0", (one.0, &one.1))]);
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack"];
    let run = life.run(&[&create[..], &[&life.source("v1.0.0")]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    life.pack("packs.git", "1.0.0", (two.0, &two.1));
    life.git("packs.git", &["commit", "--quiet", "--all", "--message", "again"]);
    life.git("packs.git", &["tag", "--force", "v1.0.0"]);
    let before = life.tree();
    let run = life.inside(&["update"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("pack/moved"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
    assert_eq!(life.inside(&["generate", "--check"]).code, 0, "the commit of the lock is still there");
    assert_eq!(life.inside(&["update", "--accept-moved"]).code, 0);
    assert_eq!(life.read("notes.md"), "ONE\n");
}

/// Row: "old template ref gone, or a relative template path". There it is a traceback.
#[test]
fn an_old_version_that_is_gone_is_not_needed() {
    let (one, two) = (notes("one\n\ntwo\n\nthree\n"), notes("ONE\n\ntwo\n\nthree\n"));
    let life = Life(crate::sandbox::Sandbox::new());
    life.repository(&[("1.0.0", (one.0, &one.1)), ("2.0.0", (two.0, &two.1))]);
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack"];
    let run = life.run(&[&create[..], &[&life.source("v1.0.0")]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    life.append("notes.md", "\nan edit\n");
    life.git("packs.git", &["tag", "--delete", "v1.0.0"]);
    fs::remove_dir_all(life.0.join("cache")).unwrap();
    let run = life.inside(&["update", "--to", "v2.0.0"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
}

#[test]
fn a_pack_in_a_folder_is_found_from_everywhere() {
    let life = with_notes();
    fs::create_dir_all(life.product().join("dbt/models")).unwrap();
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert_eq!(life.run(&["generate", "parcels", "--check"]).code, 0);
    let below = life.command(&["generate", "--check"]).current_dir(life.product().join("dbt/models")).output().unwrap();
    assert_eq!(below.status.code(), Some(0), "{}", String::from_utf8_lossy(&below.stderr));
    assert!(!life.read(".mesh/lock.yaml").contains(&life.0.path().display().to_string()), "no path of a machine");
}
