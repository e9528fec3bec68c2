//! A branch and a commit for each product; the user's own work tree stays as it is.

use std::process::Command;

use super::{Fleet, expect, report, tree};

const BRANCH: [&str; 2] = ["--branch", "update/acme"];

fn git(fleet: &Fleet, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"])
        .args(arguments)
        .current_dir(fleet.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// A fleet in a repository, with the new version of the pack, and with a conflict in `p_02`.
fn committed() -> Fleet {
    let fleet = Fleet::of(4);
    git(&fleet, &["init", "--quiet", "--initial-branch", "main"]);
    git(&fleet, &["config", "user.name", "Ada"]);
    git(&fleet, &["config", "user.email", "ada@example.com"]);
    fleet.edit("p_02", "six", "six, as we do it");
    fleet.release();
    git(&fleet, &["add", "--all"]);
    git(&fleet, &["commit", "--quiet", "--message", "all"]);
    fleet
}

/// The files of the user, and what git thinks of them.
fn work_tree(fleet: &Fleet) -> (Vec<(String, Vec<u8>)>, String, String) {
    let files = tree(fleet.path()).into_iter().filter(|(path, _)| !path.starts_with(".git/")).collect();
    (files, git(fleet, &["status", "--short", "--branch"]), git(fleet, &["worktree", "list"]))
}

#[test]
fn each_product_gets_a_branch_with_one_commit() {
    let fleet = committed();
    // What the user is at meanwhile.
    fleet.append("p_01/CHANGELOG.md", "half a thought\n");
    fleet.write("p_03/new.txt", "new\n");
    git(&fleet, &["add", "products/p_03/new.txt"]);
    let before = work_tree(&fleet);

    let run = fleet.update(&[&BRANCH[..], &["--keep-going"]].concat());
    expect(&run, 1, &[("branched", 3), ("conflict", 1)]);
    assert_eq!(work_tree(&fleet), before);
    assert_eq!(report(&run)["products"][0]["branch"], "update/acme/mesh.p_01");

    let branches = git(&fleet, &["branch", "--list", "--format=%(refname:short)", "update/*"]);
    assert_eq!(branches, "update/acme/mesh.p_01\nupdate/acme/mesh.p_03\nupdate/acme/mesh.p_04");
    for product in ["p_01", "p_03", "p_04"] {
        let branch = format!("update/acme/mesh.{product}");
        assert_eq!(git(&fleet, &["rev-list", "--count", &format!("main..{branch}")]), "1");
        let changed = git(&fleet, &["diff", "--name-only", "main", &branch]);
        let files = [".mesh/base/notes.md", ".mesh/lock.yaml", "notes.md"];
        assert_eq!(changed, files.map(|file| format!("products/{product}/{file}")).join("\n"));
        assert_eq!(
            git(&fleet, &["show", &format!("{branch}:products/{product}/notes.md")]),
            fleet.new_notes().trim_end()
        );
    }
    let message = git(&fleet, &["log", "-1", "--format=%B", "update/acme/mesh.p_01"]);
    assert!(message.starts_with("Update mesh.p_01 to standard "), "{message}");
    assert!(message.ends_with(", acme 1.1.0\n\nupdate    notes.md"), "{message}");

    // The next run makes those that are missing, and no others.
    git(&fleet, &["branch", "--quiet", "-D", "update/acme/mesh.p_04"]);
    let run = fleet.update(&[&BRANCH[..], &["--keep-going"]].concat());
    expect(&run, 1, &[("has-branch", 2), ("branched", 1), ("conflict", 1)]);
    assert_eq!(work_tree(&fleet), before);

    // The branch is in step, where it is checked out.
    git(&fleet, &["stash", "--quiet"]);
    git(&fleet, &["checkout", "--quiet", "update/acme/mesh.p_03"]);
    let check = fleet.run(&["generate", "--check", "products/p_03"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
}

#[test]
fn a_conflict_stops_the_branches_and_is_never_committed() {
    let fleet = committed();
    let run = fleet.update(&BRANCH);
    expect(&run, 1, &[("branched", 1), ("conflict", 1), ("waiting", 2)]);
    assert_eq!(git(&fleet, &["branch", "--list", "--format=%(refname:short)", "update/*"]), "update/acme/mesh.p_01");
}

#[test]
fn what_git_cannot_do_is_said_by_name() {
    let fleet = Fleet::of(1);
    fleet.release();
    let outside = fleet.update(&BRANCH);
    assert_eq!(outside.code, 3, "{}", outside.stderr);
    assert!(outside.stdout.contains("not a git repository"), "{}", outside.stdout);

    let fleet = committed();
    let wrong = fleet.update(&["--branch", "a..b", "--only", "mesh.p_01"]);
    assert!(wrong.stdout.contains("`a..b/mesh.p_01` is no name of a branch"), "{}", wrong.stdout);
    git(&fleet, &["branch", "taken"]);
    let taken = fleet.update(&["--branch", "taken", "--only", "mesh.p_01"]);
    assert_eq!(taken.code, 3, "{}", taken.stdout);
    assert!(taken.stdout.contains("'refs/heads/taken' exists"), "{}", taken.stdout);
    git(&fleet, &["rm", "--quiet", "-r", "--cached", "products/p_03"]);
    git(&fleet, &["commit", "--quiet", "--message", "without p_03"]);
    let missing = fleet.update(&["--branch", "new", "--only", "mesh.p_03"]);
    assert!(missing.stdout.contains("products/p_03 is not in the last commit"), "{}", missing.stdout);
    assert_eq!(git(&fleet, &["worktree", "list"]).lines().count(), 1);
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let fleet = committed();
    git(&fleet, &["worktree", "add", "--quiet", "--detach", ".git/mesh-cli/tree"]);
    std::fs::write(fleet.path().join(".git/mesh-cli/tree/products/p_01/notes.md"), "half\n").unwrap();
    expect(&fleet.update(&[&BRANCH[..], &["--only", "p_01"]].concat()), 0, &[("branched", 1)]);
    assert_eq!(git(&fleet, &["show", "update/acme/mesh.p_01:products/p_01/notes.md"]), fleet.new_notes().trim_end());
    assert_eq!(git(&fleet, &["worktree", "list"]).lines().count(), 1);
}

#[test]
fn a_pack_is_the_one_of_the_commit_and_keeps_its_place() {
    let fleet = committed();
    let lock = |branch: &str| git(&fleet, &["show", &format!("{branch}/mesh.p_01:products/p_01/.mesh/lock.yaml")]);
    // What is not committed counts for nothing.
    fleet.sandbox().write("pack/product/notes.md.tera", "half a thought\n");
    for (branch, more) in [("own", &[][..]), ("named", &["--to", "./pack"])] {
        let run = fleet.update(&[&["--branch", branch, "--only", "p_01"], more].concat());
        expect(&run, 0, &[("branched", 1)]);
        assert!(lock(branch).contains("version: 1.1.0, source: \"../../pack\""), "{}", lock(branch));
        let notes = git(&fleet, &["show", &format!("{branch}/mesh.p_01:products/p_01/notes.md")]);
        assert_eq!(notes, fleet.new_notes().trim_end());
    }
    let elsewhere = Fleet::of(1);
    let path = elsewhere.path().join("pack");
    let relative = format!("..{}", path.strip_prefix(fleet.path().parent().unwrap()).unwrap().display());
    let relative = relative.replacen("..", "../", 1);
    let run = fleet.update(&["--branch", "outside", "--only", "p_01", "--to", &relative]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains(" lies outside the repository"), "{}", run.stderr);
    let run = fleet.update(&["--branch", "absolute", "--only", "p_03", "--to", &path.display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}
