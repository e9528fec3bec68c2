//! `schema bump` on real commits: the version that changes need, and the old major beside the new one.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{mesh_cli, root};

const MANIFEST: &str = "data-product.yaml";

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with the smallest manifest, in which `from` has become `to` since.
fn changed(from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("tests/cases/manifest/valid/smallest").join(MANIFEST)).unwrap();
    let text = text.replace("    fields:\n", "    # What consumers see.\n    fields:\n");
    fs::write(folder.path().join(MANIFEST), &text).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "First"]);
    assert!(text.contains(from));
    fs::write(folder.path().join(MANIFEST), text.replace(from, to)).unwrap();
    folder
}

fn bump(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let run = mesh_cli().current_dir(folder).args(["schema", "bump", "--as-of", "2026-01-01"]).args(arguments).output();
    let run = run.unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(code), "{said}");
    (String::from_utf8(run.stdout).unwrap(), said)
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join(MANIFEST)).unwrap()
}

#[test]
fn a_breaking_change_opens_the_next_major_beside_the_old_one() {
    let folder = changed("{ name: resolved_at, type: timestamp }", "{ name: settled_at, type: timestamp }");
    let folder = folder.path();
    let before = text(folder);
    let (diff, _) = bump(folder, &["--dry-run"], 0);
    assert!(diff.contains("+  version: 2.0.0"), "{diff}");
    assert_eq!(text(folder), before, "a dry run writes nothing");
    let (_, said) = bump(folder, &[], 0);
    for line in [
        "orders.returned_items: 1.0.0 → 2.0.0",
        "version 1.0.0 stays beside it until 2026-04-01",
        "consumers go on reading it as `returned_items`, and read version 2 as `returned_items_v2`",
        "the business logic has to give `settled_at`",
        "next: mesh-cli generate",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let after = text(folder);
    for part in ["# What consumers see.", "removed: \"2026-04-01\"", "table: returned_items_v2", "- name: resolved_at"]
    {
        assert!(after.contains(part), "{part}: {after}");
    }
    let (_, said) = bump(folder, &[], 0);
    assert!(said.contains("2.0.0 is what its changes"), "{said}");
    assert_eq!(text(folder), after, "a second run changes nothing");
    mesh_cli().current_dir(folder).args(["schema", "check", "--as-of", "2026-01-01"]).assert().success();
}

#[test]
fn a_smaller_change_raises_the_version_alone() {
    let field = "{ name: resolved_at, type: timestamp }";
    let folder = changed(field, &format!("{field}\n      - {{ name: reason, type: string }}"));
    let before = text(folder.path());
    bump(folder.path(), &[], 0);
    assert_eq!(text(folder.path()), before.replace("version: 1.0.0", "version: 1.1.0"));
}

#[test]
fn a_version_that_is_too_low_is_refused() {
    let folder = changed("{ name: resolved_at, type: timestamp }", "{ name: settled_at, type: timestamp }");
    let before = text(folder.path());
    let (_, said) = bump(folder.path(), &["--to", "1.1.0"], 2);
    assert!(said.contains("--to 1.1.0 is too low") && said.contains("need 2.0.0"), "{said}");
    bump(folder.path(), &["--deprecate-until", "2025-12-31"], 2);
    assert_eq!(text(folder.path()), before);
}
