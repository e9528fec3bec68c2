//! The table of what broke in other generators, a test per row.

mod answers;
mod untrusted;

use std::fs;
use std::thread::sleep;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use super::{Life, NOTES, change};
use crate::support::{assert_same_tree, tree};

/// A pack whose notes say `text`, and belong to both.
fn notes(text: &str) -> (&str, [(&str, &str); 1]) {
    (NOTES, [("notes.md", text)])
}

/// A product whose notes were `one`, `two`, `three`, and become `ONE`, `two`, `three` in version 2.
fn with_notes() -> Life {
    let (one, two) = (notes("one\n\ntwo\n\nthree\n"), notes("ONE\n\ntwo\n\nthree\n"));
    Life::created((one.0, &one.1), (two.0, &two.1))
}

/// Row: "kill at any moment of a create". Others leave a partial tree, or refuse the retry.
#[test]
fn a_create_killed_at_any_moment_leaves_nothing_or_a_whole_product_and_can_be_retried() {
    const STEPS: u32 = 30;
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];
    let whole = Life::new(("", &[]), ("", &[]));
    let start = Instant::now();
    assert_eq!(whole.run(&create).code, 0);
    let step = start.elapsed() / STEPS;
    for moment in 0..STEPS {
        let life = Life::new(("", &[]), ("", &[]));
        let mut child = life.0.start(&create);
        sleep(step * moment);
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
        child.wait().unwrap();
        if life.product().exists() {
            assert_same_tree(&life.tree(), &whole.tree(), "");
        } else {
            assert_eq!(life.run(&create).code, 0, "the retry");
            assert_same_tree(&life.tree(), &whole.tree(), "");
        }
    }
}

/// Row: "kill in the middle of `copier update`". There 14 to 100 of 100 edits were lost, and the answers said that
/// the new version was there.
#[test]
fn an_update_killed_in_the_middle_loses_no_edit_and_is_finished_by_the_next_run() {
    const FILES: usize = 100;
    const STEPS: u32 = 24;
    let names: Vec<String> = (0..FILES).map(|number| format!("notes/{number}.md")).collect();
    let files = |text| names.iter().map(|name| (name.as_str(), text)).collect::<Vec<_>>();
    let rule = "files:\n  - { template: 'notes/*', owner: merged }\n";
    let life = Life::created((rule, &files("one\n\ntwo\n\nthree\n")), (rule, &files("ONE\n\ntwo\n\nthree\n")));
    for name in &names {
        life.append(name, "\nan edit\n");
    }
    let copy = |from: &str, to: &str| {
        let status = std::process::Command::new("cp").arg("-a").args([life.0.join(from), life.0.join(to)]).status();
        assert!(status.unwrap().success());
    };
    copy("parcels", "before");
    let start = Instant::now();
    assert_eq!(life.update(&[]).code, 0);
    let step = start.elapsed() / STEPS;
    let after = life.tree();
    let mut unfinished = 0;
    for moment in 0..STEPS {
        fs::remove_dir_all(life.product()).unwrap();
        copy("before", "parcels");
        let mut child = life.command(&["update", "--to", "../v2"]).current_dir(life.product()).spawn().unwrap();
        sleep(step * moment);
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, Signal::KILL).unwrap();
        child.wait().unwrap();
        for name in &names {
            assert!(life.read(name).ends_with("an edit\n"), "moment {moment}: {name} lost its edit");
        }
        unfinished += u32::from(tree(&life.product()) != after);
        let run = life.update(&[]);
        assert_eq!(run.code, 0, "moment {moment}: {}", run.stderr);
        assert_same_tree(&life.tree(), &after, "");
    }
    assert!(unfinished > 0, "no kill came in time");
}

/// Row: "a new template version with one render error". There 8 of 8 edited files were overwritten.
#[test]
fn a_new_version_that_cannot_be_rendered_changes_nothing() {
    let (one, two) = (notes("one\n"), "notes.md");
    let broken: &[(&str, &str)] = &[(two, "ONE\n"), ("docs/why.md.tera", "<{ product.nothing }>\n")];
    let life = Life::created((one.0, &one.1), (NOTES, broken));
    life.append("notes.md", "an edit\n");
    let before = life.tree();
    let run = life.update(&[]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("product/docs/why.md.tera"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
    assert_eq!(life.version(), "1.0.0");
}

/// Row: "template removed a file the user had edited". copier deletes it silently.
#[test]
fn a_file_that_the_pack_removed_is_kept_where_it_was_edited() {
    let files: &[(&str, &str)] = &[("notes.md", "one\n"), ("untouched.md", "one\n")];
    let rules = "files:\n  - { template: notes.md, owner: merged }\n  - { template: untouched.md, owner: merged }\n";
    let life = Life::created((rules, files), ("", &[]));
    life.append("notes.md", "an edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(change(&run, "notes.md")["action"], "orphan");
    assert_eq!(change(&run, "untouched.md")["action"], "delete");
    assert_eq!(life.read("notes.md"), "one\nan edit\n");
    assert!(!life.exists("untouched.md"), "nobody's edit is in it");
}

/// Row: "template renamed a file the user had edited". copier loses the edits silently.
#[test]
fn a_file_that_the_pack_renamed_takes_the_edits_with_it() {
    let renamed = "files:\n  - { template: manual.md, owner: merged, was: [notes.md] }\n";
    let one = notes("one\n\ntwo\n\nthree\n");
    let life = Life::created((one.0, &one.1), (renamed, &[("manual.md", "ONE\n\ntwo\n\nthree\n")]));
    life.append("notes.md", "\nan edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(change(&run, "manual.md")["from"], "notes.md");
    assert_eq!(life.read("manual.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
    assert!(!life.exists("notes.md"));
}

/// The same, where the pack does not say that it is a rename.
#[test]
fn a_rename_that_the_pack_does_not_declare_takes_the_edits_with_it() {
    let text: String = (0..20).map(|line| format!("This is line {line} of the notes.\n\n")).collect();
    let changed = text.replace("line 3 ", "line three ");
    let rule = "files:\n  - { template: manual.md, owner: merged }\n";
    let life = Life::created((NOTES, &[("notes.md", &text)]), (rule, &[("manual.md", &changed)]));
    life.append("notes.md", "an edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(change(&run, "manual.md")["from"], "notes.md");
    assert_eq!(life.read("manual.md"), changed + "an edit\n");
    assert!(!life.exists("notes.md"));
}

/// Row: "an answer switches a file off that the user had edited". copier deletes it silently.
#[test]
fn a_file_that_an_answer_switches_off_is_kept_where_it_was_edited() {
    let pack = "options:\n  - { name: manual, title: Manual, help: Whether there is one, type: boolean, default: true }\n\
                files:\n  - { template: 'manual/*', owner: merged, when: options.manual }\n";
    let files: &[(&str, &str)] = &[("manual/notes.md", "one\n"), ("manual/untouched.md", "one\n")];
    let life = Life::created((pack, files), (pack, files));
    life.append("manual/notes.md", "an edit\n");
    let run = life.inside(&["update", "--set", "spec.options.manual=false", "--format", "json"]);
    assert_eq!(change(&run, "manual/notes.md")["action"], "orphan");
    assert_eq!(change(&run, "manual/untouched.md")["action"], "delete");
    assert_eq!(life.read("manual/notes.md"), "one\nan edit\n");
    assert!(!life.exists("manual/untouched.md"));
    assert!(life.read("data-product.yaml").contains("manual: false"));
}

/// Row: "a binary changed on both sides". copier takes the template's silently.
#[test]
fn a_binary_that_changed_on_both_sides_is_a_conflict() {
    let rule = "files:\n  - { template: logo.bin, owner: merged }\n";
    let life = Life::created((rule, &[("logo.bin", "\0one")]), (rule, &[("logo.bin", "\0two")]));
    life.write("logo.bin", "\0mine");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(change(&run, "logo.bin")["action"], "conflict");
    assert_eq!(life.read("logo.bin"), "\0mine");
    assert_eq!(life.read(".mesh/incoming/logo.bin"), "\0two");
    assert_eq!(life.inside(&["resolve"]).code, 1, "nobody has chosen");
    let run = life.inside(&["resolve", "--take", "yours", "logo.bin"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("logo.bin"), "\0mine");
    assert!(!life.exists(".mesh/incoming/logo.bin"));
}

/// Row: "conflicts after an update". copier and cruft exit 0; cruft prints "Good work!".
#[test]
fn an_update_with_conflicts_fails_and_says_where_they_are() {
    let life = with_notes();
    life.replace("notes.md", "one", "mine");
    let run = life.update(&[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("conflict  notes.md"), "{}", run.stderr);
    assert!(run.stderr.contains("mesh-cli resolve"), "{}", run.stderr);
    let notes = life.read("notes.md");
    for marker in ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "] {
        assert!(notes.contains(marker), "{notes}");
    }
    for side in ["mine\n", "one\n", "ONE\n"] {
        assert!(notes.contains(side), "{notes}");
    }
    for command in [&["resolve"][..], &["generate"], &["generate", "--check"], &["update"]] {
        let run = life.inside(command);
        assert_eq!(run.code, 1, "{command:?}: {run:?}");
        assert!(run.stderr.contains("notes.md"), "{command:?}: {}", run.stderr);
    }
    life.write("notes.md", "mine, and ONE\n\ntwo\n\nthree\n");
    assert_eq!(life.inside(&["resolve"]).code, 0);
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert_eq!(life.version(), "2.0.0");
}

/// The other way out of a conflict.
#[test]
fn an_update_with_conflicts_can_be_taken_back_to_the_byte() {
    let life = with_notes();
    life.replace("notes.md", "one", "mine");
    let before = life.tree();
    assert_eq!(life.update(&[]).code, 1);
    let run = life.inside(&["update", "--abort"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
}

/// Row: "dry run of an update". copier prints nothing about files.
#[test]
fn a_dry_run_names_every_file_and_writes_none() {
    let life = with_notes();
    life.append("notes.md", "\nan edit\n");
    let before = life.tree();
    let dry = life.update(&["--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert!(dry.stderr.contains("merge     notes.md"), "{}", dry.stderr);
    assert_same_tree(&life.tree(), &before, "");
    let planned = life.update(&["--dry-run", "--format", "json"]);
    let done = life.update(&["--format", "json"]);
    let changes = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["changes"].clone();
    assert_eq!(changes(&planned.stdout), changes(&done.stdout), "what is said is what is done");
}
