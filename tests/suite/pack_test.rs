//! `mesh-cli pack test`: rendering, comparing, and moving products of the version before.

use std::fs;
use std::process::Command;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

/// A pack with one case, `tests/basic/`, and one file of its own.
fn pack() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("acme/pack.yaml", "name: acme\nversion: 1.0.0\ndescription: Acme's\nextends: standard\n");
    sandbox.write("acme/product/NOTES.md.tera", "# Notes of <{ product.title | md }>\n\nOne.\n\nTwo.\n");
    sandbox.write("acme/tests/basic/answers.yaml", "metadata: { domain: logistics, name: parcels }\n");
    sandbox
}

fn test(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[&["pack", "test", "acme"][..], arguments].concat())
}

#[track_caller]
fn passes(run: &Run, words: &[&str]) {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    contains(&run.stdout, words);
}

#[track_caller]
fn fails(run: &Run, words: &[&str]) {
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    contains(&format!("{}{}", run.stdout, run.stderr), words);
}

#[track_caller]
fn contains(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}`: {text}");
    }
}

#[test]
fn a_new_pack_passes_its_own_tests() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["pack", "new", "acme"]).code, 0);
    passes(&test(&sandbox, &[]), &["ok   matrix: duckdb, source-aligned (", "4 passed, 0 failed\n"]);
}

#[test]
fn a_product_is_compared_with_what_is_expected() {
    let sandbox = pack();
    passes(&test(&sandbox, &[]), &["skipped: expected: nothing is expected yet"]);
    passes(&test(&sandbox, &["--bless"]), &["ok   basic (", "wrote down "]);
    let golden = tree(&sandbox.join("acme/tests/basic/expected"));
    assert_eq!(golden["NOTES.md"], b"# Notes of Parcels\n\nOne.\n\nTwo.\n");
    assert!(golden.keys().all(|path| !path.starts_with(".mesh/lock") && !path.starts_with(".mesh/base")));
    passes(&test(&sandbox, &[]), &["as expected"]);

    sandbox.write("acme/product/NOTES.md.tera", "# Notes of <{ product.title | md }>\n\nOne.\n\nThree.\n");
    sandbox.write("acme/product/more.txt", "x\n");
    fs::write(sandbox.join("acme/tests/basic/expected/gone.txt"), "x\n").unwrap();
    let words = [
        "FAIL basic",
        "expected: NOTES.md (from product/NOTES.md.tera): is not what is expected",
        "-Two.\n",
        "+Three.\n",
        "expected: more.txt (from product/more.txt): is rendered, and not expected",
        "expected: gone.txt: is expected, and not rendered",
        "0 passed, 1 failed\n",
    ];
    fails(&test(&sandbox, &[]), &words);
    passes(&test(&sandbox, &["--bless"]), &[]);
    let blessed = tree(&sandbox.join("acme/tests/basic/expected"));
    assert!(blessed.contains_key("more.txt") && !blessed.contains_key("gone.txt"));
    passes(&test(&sandbox, &[]), &["as expected"]);
}

/// The tests of a pack are no part of it: what is expected changes no digest, and is in no product.
#[test]
fn tests_are_no_part_of_the_pack() {
    let sandbox = pack();
    let digest = || {
        let run = sandbox.run(&["pack", "show", "acme", "--format", "json"]);
        let shown: Json = serde_json::from_str(&run.stdout).unwrap();
        shown["digest"].as_str().unwrap().to_owned()
    };
    let before = digest();
    passes(&test(&sandbox, &["--bless"]), &[]);
    assert_eq!(digest(), before);
}

#[test]
fn what_is_wrong_with_a_template_has_its_place_and_is_said_once() {
    let sandbox = pack();
    sandbox.write("acme/product/NOTES.md.tera", "# Notes\n\n<{ product.titel | md }>\n");
    sandbox.write("acme/tests/other/answers.yaml", "metadata: { domain: logistics, name: pallets }\n");
    let run = test(&sandbox, &[]);
    fails(
        &run,
        &["FAIL basic", "FAIL other", "[pack/render]: product/NOTES.md.tera: ", "--> acme/product/NOTES.md.tera:3:"],
    );
    assert_eq!(run.stderr.matches("[pack/render]").count(), 1, "{}", run.stderr);
    let report: Json = serde_json::from_str(&test(&sandbox, &["--format", "json"]).stdout).unwrap();
    let place = &report["findings"][0]["location"];
    assert_eq!((&place["file"], &place["line"]), (&"acme/product/NOTES.md.tera".into(), &3.into()), "{report}");
    assert_eq!((&report["passed"], &report["failed"]), (&0.into(), &2.into()));
}

#[test]
fn a_file_that_does_not_read_in_its_language_is_wrong() {
    let sandbox = pack();
    sandbox.write("acme/product/a.yml.tera", "name: <{ product.name }>\nname: twice\n");
    fails(&test(&sandbox, &[]), &["read: a.yml (from product/a.yml.tera): 2:1: "]);
}

#[test]
fn answers_and_matrix_are_checked_at_their_place() {
    for (path, text, code, words) in [
        (
            "acme/tests/basic/answers.yaml",
            "metadata: { domain: Logistics X, name: parcels }\n",
            1,
            &["answers.yaml:1:"][..],
        ),
        ("acme/tests/basic/answers.yaml", "metadata: [\n", 2, &["answers.yaml:1:"]),
        ("acme/tests/matrix.yaml", "vray: {}\n", 2, &["matrix.yaml:1:1", "`vray`"]),
        ("acme/tests/matrix.yaml", "vary: { spec.archetype: [] }\n", 2, &["has no values"]),
        ("acme/tests/matrix.yaml", "vary: { a..b: [1] }\n", 2, &["matrix.yaml:1:9", "is no path"]),
        ("acme/tests/upgrade.yaml", "conflict: [README.md]\n", 2, &["upgrade.yaml:1:1", "`conflict`"]),
    ] {
        let sandbox = pack();
        sandbox.write(path, text);
        let run = test(&sandbox, &[]);
        assert_eq!(run.code, code, "{text}: {}{}", run.stdout, run.stderr);
        contains(&run.stderr, words);
    }
    let sandbox = pack();
    fs::remove_dir_all(sandbox.join("acme/tests")).unwrap();
    let run = test(&sandbox, &[]);
    assert_eq!(run.code, 2);
    contains(&run.stderr, &["the pack in acme has no tests", "tests/matrix.yaml"]);
}

#[test]
fn every_combination_of_a_matrix_is_rendered() {
    let sandbox = pack();
    let matrix = "answers: { metadata: { domain: orders, name: returns } }\n\
                  vary:\n  spec.archetype: [aggregate, source-aligned]\n  metadata.version: [1.0.0, 1.1.0, 1.2.0]\n";
    sandbox.write("acme/tests/matrix.yaml", matrix);
    let run = test(&sandbox, &[]);
    passes(&run, &["ok   basic (", "ok   matrix: aggregate, 1.0.0 (", "ok   matrix: source-aligned, 1.2.0 ("]);
    assert!(run.stdout.ends_with("7 passed, 0 failed\n"), "{}", run.stdout);
}

/// A copy of the pack as it was, which is then changed.
fn with_version_before() -> Sandbox {
    let sandbox = pack();
    sandbox.write("acme/pack.yaml", "name: acme\nversion: 1.0.0\ndescription: Acme's\nextends: standard\nfiles:\n  - { template: NOTES.md.tera, owner: merged }\n");
    for (path, contents) in tree(&sandbox.join("acme")) {
        sandbox.write(&format!("before/{path}"), contents);
    }
    sandbox
}

const UPGRADE: [&str; 2] = ["--upgrade-from", "./before"];

#[test]
fn a_team_s_edits_come_along_to_the_new_version() {
    let sandbox = with_version_before();
    let notes = "# Notes of <{ product.title | md }>, and more\n\nOne.\n\nTwo.\n";
    sandbox.write("acme/product/NOTES.md.tera", notes);
    passes(&test(&sandbox, &UPGRADE), &["moved from 1.0.0 with edits in "]);
    // A file that moves takes the edits with it, when the pack says where it was.
    fs::rename(sandbox.join("acme/product/NOTES.md.tera"), sandbox.join("acme/product/docs.md.tera")).unwrap();
    let rule = "  - { template: docs.md.tera, to: docs/notes.md, was: [NOTES.md], owner: merged }\n";
    let about = "name: acme\nversion: 2.0.0\ndescription: Acme's\nextends: standard\nfiles:\n";
    sandbox.write("acme/pack.yaml", format!("{about}{rule}"));
    passes(&test(&sandbox, &UPGRADE), &["moved from 1.0.0 with edits in "]);
}

#[test]
fn a_conflict_is_wrong_unless_it_is_expected() {
    let sandbox = with_version_before();
    sandbox.write("acme/product/NOTES.md.tera", "# Notes of <{ product.title | md }>\n\nOne.\n\nTwo, and three.\n");
    let words =
        ["FAIL basic", "upgrade: NOTES.md (from product/NOTES.md.tera): an edit of the team and the new version"];
    fails(&test(&sandbox, &UPGRADE), &words);
    sandbox.write("acme/tests/upgrade.yaml", "conflicts: [NOTES.md]\n");
    passes(&test(&sandbox, &UPGRADE), &["moved from 1.0.0"]);
}

#[test]
fn a_merged_file_that_becomes_the_tool_s_would_leave_the_team_behind() {
    let sandbox = with_version_before();
    let about = "name: acme\nversion: 2.0.0\ndescription: Acme's\nextends: standard\nfiles:\n";
    sandbox.write("acme/pack.yaml", format!("{about}  - {{ template: NOTES.md.tera, owner: generated }}\n"));
    sandbox.write("acme/product/NOTES.md.tera", "# Notes\n\nOne.\n\nTwo.\n");
    fails(&test(&sandbox, &UPGRADE), &["upgrade: NOTES.md (from product/NOTES.md.tera): edited by hand"]);
}

#[test]
fn the_version_before_is_the_last_tag_of_the_repository() {
    let sandbox = with_version_before();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .current_dir(sandbox.path())
            .args(["-c", "user.name=x", "-c", "user.email=x@example.com"])
            .args(arguments);
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    let upgrade = || {
        let mut command = sandbox.command(&["pack", "test", "acme", "--upgrade"]);
        Run::from(command.env("MESH_CLI_CACHE", sandbox.join("cache")).output().unwrap())
    };
    git(&["init", "--quiet"]);
    let run = upgrade();
    assert_eq!(run.code, 2);
    contains(&run.stderr, &["git knows no tag before the pack in acme", "--upgrade-from"]);
    git(&["add", "acme"]);
    git(&["commit", "--quiet", "--message", "one"]);
    git(&["tag", "v1.0.0"]);
    let about = fs::read_to_string(sandbox.join("acme/pack.yaml")).unwrap().replace("1.0.0", "2.0.0");
    sandbox.write("acme/pack.yaml", about);
    contains(&upgrade().stdout, &["moved from 1.0.0 with edits in "]);
    git(&["commit", "--quiet", "--all", "--message", "two"]);
    git(&["tag", "v2.0.0"]);
    contains(&upgrade().stdout, &["moved from 1.0.0 with edits in "]);
}

#[test]
fn a_tool_that_is_not_there_is_named() {
    let sandbox = pack();
    let mut command = sandbox.command(&["pack", "test", "acme", "--tools"]);
    let run = Run::from(command.env("PATH", "/nonexistent").output().unwrap());
    passes(&run, &["skipped: dbt parse: `dbt` is not on the PATH"]);
}
