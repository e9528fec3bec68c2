//! What none of the others does, a test per line of the list.

use std::fs;
use std::process::Command;

use serde_json::Value as Json;

use super::{Life, NOTES, change};
use crate::support::assert_same_tree;

/// Files for every way in which an update can go, in version 1 and in version 2.
const RULES_1: &str = "files:
  - { template: ours.txt }
  - { template: changed.md, owner: merged }
  - { template: edited.md, owner: merged }
  - { template: both.md, owner: merged }
  - { template: old-name.md, owner: merged }
  - { template: removed.md, owner: merged }
  - { template: removed-edited.md, owner: merged }
  - { template: deleted.md, owner: merged }
  - { template: start.sql, owner: once }
";
const RULES_2: &str = "files:
  - { template: ours.txt }
  - { template: changed.md, owner: merged }
  - { template: edited.md, owner: merged }
  - { template: both.md, owner: merged }
  - { template: new-name.md, owner: merged, was: [old-name.md] }
  - { template: deleted.md, owner: merged }
  - { template: start.sql, owner: once }
  - { template: added.md, owner: merged }
  - { template: in-the-way.md, owner: merged }
";

/// A product in which every way in which a file can go is taken by one.
fn every_way() -> Life {
    let one: Vec<(&str, &str)> = [
        "ours.txt",
        "changed.md",
        "edited.md",
        "both.md",
        "old-name.md",
        "removed.md",
        "removed-edited.md",
        "deleted.md",
        "start.sql",
    ]
    .map(|name| (name, "one\n\ntwo\n\nthree\n"))
    .to_vec();
    let two: Vec<(&str, &str)> = [
        "ours.txt",
        "changed.md",
        "edited.md",
        "both.md",
        "new-name.md",
        "deleted.md",
        "start.sql",
        "added.md",
        "in-the-way.md",
    ]
    .map(|name| (name, "ONE\n\ntwo\n\nthree\n"))
    .to_vec();
    let mut two = two;
    two.iter_mut()
        .filter(|(name, _)| *name == "added.md")
        .for_each(|(_, text)| *text = "Nothing that was there before.\n");
    let life = Life::created((RULES_1, &one), (RULES_2, &two));
    for name in ["edited.md", "old-name.md", "removed-edited.md", "start.sql"] {
        life.append(name, "\nan edit\n");
    }
    life.replace("both.md", "one", "mine");
    fs::remove_file(life.product().join("deleted.md")).unwrap();
    life.write("in-the-way.md", "mine\n");
    life
}

/// "An atomic update: plan in memory, validate, journal, swap; a failed or killed run leaves every byte as it was."
/// The kills are among the tests of what breaks; here the run cannot write.
#[test]
fn an_update_that_cannot_write_leaves_every_byte_as_it_was() {
    let life = every_way();
    life.inside(&["generate"]); // notes in the lock what the team deleted
    let before = life.tree();
    let text = "x".repeat(1 << 20);
    life.0.write("v2/product/large.txt", text);
    // No file may be larger than 512 KiB.
    let mut limited = Command::new("sh");
    let program = life.command(&[]);
    limited.args(["-c", "ulimit -f 512 && exec \"$0\" update --to ../v2"]).arg(program.get_program());
    limited.envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let run: crate::sandbox::Run = limited.current_dir(life.product()).output().unwrap().into();
    assert!(run.code == 3 || run.code == -1, "{run:?}");
    // The next run finds nothing, or takes back what was begun.
    let check = life.inside(&["generate"]);
    assert!(!check.stderr.contains("updated"), "{check:?}");
    assert_same_tree(&life.tree(), &before, "");
    assert_eq!(life.version(), "1.0.0");
}

/// "A machine-readable update plan: per file clean, merged, conflict, renamed, deleted; distinct exit codes."
#[test]
fn an_update_tells_a_program_what_becomes_of_every_file() {
    let life = every_way();
    let run = life.update(&["--dry-run", "--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    for (path, action, owner) in [
        ("ours.txt", "update", "generated"),
        ("changed.md", "update", "merged"),
        ("edited.md", "merge", "merged"),
        ("both.md", "conflict", "merged"),
        ("removed.md", "delete", "merged"),
        ("removed-edited.md", "orphan", "merged"),
        ("deleted.md", "keep", "merged"),
        ("added.md", "create", "merged"),
        ("in-the-way.md", "refuse", "merged"),
    ] {
        let change = change(&run, path);
        assert_eq!((&change["action"], &change["owner"]), (&action.into(), &owner.into()), "{change}");
        assert!(!change["reason"].as_str().unwrap().is_empty(), "{change}");
    }
    assert_eq!(change(&run, "new-name.md")["from"], "old-name.md");
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report["formatVersion"], &report["written"]), (&1.into(), &false.into()));
    let versions = |side: &str| report["packs"][side].as_array().unwrap().last().unwrap()["version"].clone();
    assert_eq!((versions("before"), versions("after")), ("1.0.0".into(), "2.0.0".into()));
    assert_eq!(life.inside(&["update", "--to"]).code, 2, "wrong use");
    life.0.write("v2/product/broken.md.tera", "<% for nothing");
    assert_eq!(life.update(&[]).code, 3, "a failure");
}

/// "Domain checks on the *merged* result". Two edits that fit line by line, and make a file that nothing reads.
#[test]
fn a_merge_that_no_tool_could_read_is_a_conflict() {
    let rule = "files:\n  - { template: settings.yml, owner: merged }\n  - { template: main.tf, owner: merged }\n";
    let middle = "a: 1\nb: 2\nc: 3\nd: 4\n";
    let hcl = |more: &str| format!("locals {{\n{more}  a = 1\n  b = 2\n  c = 3\n  d = 4\n}}\n");
    let one = [("settings.yml", middle.to_owned()), ("main.tf", hcl(""))];
    let two = [("settings.yml", format!("colour: red\n{middle}")), ("main.tf", hcl("  colour = \"red\"\n"))];
    let one: Vec<(&str, &str)> = one.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let two: Vec<(&str, &str)> = two.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let life = Life::created((rule, &one), (rule, &two));
    life.append("settings.yml", "colour: blue\n");
    life.replace("main.tf", "  d = 4\n", "  d = 4\n  colour = \"blue\"\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    for path in ["settings.yml", "main.tf"] {
        assert_eq!(change(&run, path)["action"], "conflict", "{path}");
        let text = life.read(path);
        assert!(text.contains("<<<<<<< ") && text.contains("red") && text.contains("blue"), "{text}");
    }
}

/// The same of the contract: a consumer's reader must still read.
#[test]
fn an_update_that_would_break_a_reader_is_not_made() {
    let life = Life::created((NOTES, &[("notes.md", "one\n")]), (NOTES, &[("notes.md", "ONE\n")]));
    life.replace("data-product.yaml", "type: int", "type: string");
    let before = life.tree();
    let run = life.update(&[]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("quantity") && run.stderr.contains("cannot read"), "{}", run.stderr);
    assert_same_tree(&life.tree(), &before, "");
    // A new major version is a new schema, which nobody reads yet.
    for _ in ["of the product", "of the schema"] {
        life.replace("data-product.yaml", "version: 1.0.0", "version: 2.0.0");
    }
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(life.exists("schemas/parcels_v2.avsc") && !life.exists("schemas/parcels_v1.avsc"));
}

/// "Ownership per file, declared in the pack."
#[test]
fn each_file_has_the_owner_that_the_pack_declares() {
    let life = every_way();
    life.append("ours.txt", "\nan edit\n");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(change(&run, "ours.txt")["action"], "refuse", "generated: an edit is drift, and is not overwritten");
    assert!(life.read("ours.txt").ends_with("an edit\n"));
    assert_eq!(life.read("edited.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n", "merged: both");
    assert_eq!(life.read("start.sql"), "one\n\ntwo\n\nthree\n\nan edit\n", "once: the team's");
    assert_eq!(life.read("in-the-way.md"), "mine\n");
}

/// "A lock by digest: shows a moved tag, a hand-edited lock, an untouched file, all offline." The moved tag and the
/// edited lock are among the tests of what breaks.
#[test]
fn the_lock_tells_an_untouched_file_from_an_edited_one_offline() {
    let life = every_way();
    let status = life
        .command(&["status", "--format", "json"])
        .current_dir(life.product())
        .envs([("https_proxy", "http://127.0.0.1:1"), ("PATH", "/nowhere")])
        .output()
        .unwrap();
    let status: Json = serde_json::from_slice(&status.stdout).unwrap_or_else(|_| panic!("{status:?}"));
    let departures = status["departures"].as_array().unwrap_or_else(|| panic!("{status}"));
    let departures: Vec<_> =
        departures.iter().map(|one| (one["path"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
    assert_eq!(
        departures,
        [
            ("both.md", "edited"),
            ("deleted.md", "deleted"),
            ("edited.md", "edited"),
            ("old-name.md", "edited"),
            ("removed-edited.md", "edited"),
        ]
    );
}
