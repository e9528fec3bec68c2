//! What people do wrong, or by halves: nothing of theirs is lost, and what they are told helps.

use crate::sandbox::Sandbox;

const PACK: &str =
    "name: acme\nversion: 1.0.0\nextends: standard\nfiles:\n  - { template: guide.md.tera, owner: merged }\n";
const GUIDE: &str = "# Guide\n\none\ntwo\nthree\n";

/// A sandbox with a pack of its own, and a product made with it.
fn product() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", PACK);
    sandbox.write("pack/product/guide.md.tera", GUIDE);
    let run = sandbox.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "pack"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    sandbox
}

/// The same after an update that left a conflict in `guide.md`.
fn with_conflict() -> Sandbox {
    let sandbox = product();
    edit(&sandbox, "parcels/guide.md", "two", "zwei");
    sandbox.write("pack/product/guide.md.tera", GUIDE.replace("two", "2"));
    assert_eq!(sandbox.run(&["update", "parcels"]).code, 1);
    sandbox
}

fn read(sandbox: &Sandbox, path: &str) -> String {
    std::fs::read_to_string(sandbox.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn edit(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = read(sandbox, path);
    assert!(text.contains(from), "{path} does not hold {from:?}");
    sandbox.write(path, text.replacen(from, to, 1));
}

/// The business logic of a product goes with it when it gets another name: a fresh first version in its place would
/// build, and say nothing of what it no longer does.
#[test]
fn a_product_takes_its_logic_along_to_another_name() {
    let sandbox = product();
    let folder = "parcels/dbt/models/intermediate";
    edit(&sandbox, &format!("{folder}/int_parcels__assembled.sql"), "with", "-- our logic\nwith");
    edit(&sandbox, "parcels/data-product.yaml", "name: parcels", "name: shipments");
    let run = sandbox.run(&["generate", "parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("(from dbt/models/intermediate/int_parcels__assembled.sql)"), "{}", run.stderr);
    assert!(read(&sandbox, &format!("{folder}/int_shipments__assembled.sql")).contains("-- our logic"));
    assert!(read(&sandbox, &format!("{folder}/int_shipments__unit_tests.yml")).contains("int_shipments__assembled"));
    let names = std::fs::read_dir(sandbox.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("parcels")));
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
}

/// A file that stands where the logic goes is not written over, and both files are named.
#[test]
fn a_taken_place_is_said() {
    let sandbox = product();
    let folder = "parcels/dbt/models/intermediate";
    edit(&sandbox, &format!("{folder}/int_parcels__assembled.sql"), "with", "-- our logic\nwith");
    sandbox.write(&format!("{folder}/int_shipments__assembled.sql"), "-- another\n");
    edit(&sandbox, "parcels/data-product.yaml", "name: parcels", "name: shipments");
    let run = sandbox.run(&["generate", "parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(read(&sandbox, &format!("{folder}/int_shipments__assembled.sql")), "-- another\n");
    for line in
        ["keep      dbt/models/intermediate/int_ship", "orphan    dbt/models/intermediate/int_parcels__assembled.sql"]
    {
        assert!(run.stderr.contains(line), "{line}: {}", run.stderr);
    }
    assert!(read(&sandbox, &format!("{folder}/int_parcels__assembled.sql")).contains("-- our logic"));
}

#[test]
fn a_conflict_of_which_a_marker_is_left_over_is_not_resolved() {
    for marker in ["<<<<<<< yours\n", ">>>>>>> new render (acme 1.0.0)\n"] {
        let sandbox = with_conflict();
        edit(&sandbox, "parcels/guide.md", marker, "");
        let run = sandbox.run(&["resolve", "--product", "parcels"]);
        assert_eq!(run.code, 1, "{marker}: {}", run.stderr);
        assert!(run.stderr.contains("guide.md holds markers of a conflict at lines"), "{}", run.stderr);
        assert_eq!(sandbox.run(&["update", "--abort", "parcels"]).code, 0);
        assert_eq!(read(&sandbox, "parcels/guide.md"), GUIDE.replace("two", "zwei"));
    }
}

#[test]
fn a_name_that_names_nothing_is_told_what_it_should_name() {
    let sandbox = with_conflict();
    for (arguments, words) in [
        (
            &["resolve", "--product", "parcels", "--take", "new", "README.md"][..],
            "`README.md` names no file with a conflict",
        ),
        (
            &["resolve", "--product", "parcels", "--abort", "--force", "nope"],
            "`nope` names no file that the update wrote",
        ),
    ] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(run.stderr.contains("aths begin in the folder of the product"), "{}", run.stderr);
    }
    let run = product().run(&["generate", "parcels", "--force", "parcels/README.md"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `README.md`?"), "{}", run.stderr);
}

/// A file that the team edited, as it may, is in step.
#[test]
fn a_status_counts_only_what_is_out_of_step() {
    let sandbox = product();
    edit(&sandbox, "parcels/guide.md", "two", "zwei");
    edit(&sandbox, "parcels/schemas/parcels_v1.avsc", "parcels", "parcelz");
    let run = sandbox.run(&["status", "parcels"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("2 not as rendered"), "{}", run.stdout);
    assert!(run.stdout.contains("manifest  1 file out of step"), "{}", run.stdout);
}

/// What is said leads on: nobody is sent to a command that does nothing for them.
#[test]
fn what_holds_a_file_back_is_told_with_a_way_out() {
    let sandbox = product();
    edit(&sandbox, "parcels/guide.md", "two", "<<<<<<< HEAD\ntwo\n=======\nzwei\n>>>>>>> other");
    std::fs::remove_file(sandbox.join("parcels/dbt/dbt_project.yml")).unwrap();
    std::fs::create_dir(sandbox.join("parcels/dbt/dbt_project.yml")).unwrap();
    edit(&sandbox, "parcels/data-product.yaml", "team: logistics-team", "team: fleet-team");
    for arguments in [&["generate", "parcels"][..], &["generate", "parcels", "--check"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("help: keep what is right in the files with markers"), "{}", run.stderr);
        assert!(run.stderr.contains("help: move away what stands where a file should be"), "{}", run.stderr);
        assert!(!run.stderr.contains("bring the product in step"), "{}", run.stderr);
    }
}

#[test]
fn a_version_is_chosen_of_what_is_no_text() {
    let sandbox = product();
    sandbox.write("parcels/guide.md", b"caf\xe9\n");
    sandbox.write("pack/product/guide.md.tera", GUIDE.replace("two", "2"));
    let run = sandbox.run(&["update", "parcels"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("`mesh-cli resolve --take yours PATH`"), "{}", run.stderr);
    assert!(!run.stderr.contains("markers"), "{}", run.stderr);
    assert_eq!(sandbox.run(&["resolve", "--product", "parcels", "--take", "yours", "guide.md"]).code, 0);
    assert_eq!(std::fs::read(sandbox.join("parcels/guide.md")).unwrap(), b"caf\xe9\n");
}

/// Git left its markers in the lock alone: every file is in step, and the check does not say that all is well.
#[test]
fn a_lock_that_git_merged_is_told_from_a_product_in_step() {
    let sandbox = product();
    edit(&sandbox, "parcels/.mesh/lock.yaml", "seal:", "<<<<<<< HEAD\n=======\n>>>>>>> other\nseal:");
    let run = sandbox.run(&["generate", "parcels", "--check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("in step, but for its lock"), "{}", run.stderr);
    let run = sandbox.run(&["status", "parcels"]);
    assert!(run.code == 1 && run.stdout.contains("its lock is not: run `mesh-cli generate`"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["generate", "parcels"]).code, 0);
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).stderr, "logistics.parcels is in step\n");
}

#[test]
fn a_folder_that_is_no_pack_is_told_so() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["create-product", "--domain", "a", "--name", "b", "--yes", "--pack", "nope"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("there is no pack in ./nope: it does not exist\nhelp: name the folder"),
        "{}",
        run.stderr
    );
}
