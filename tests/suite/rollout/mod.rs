//! Many products in one run: an update is rolled out over a fleet, stopped by conflicts, cut into waves, interrupted,
//! put on branches; and a fleet is checked.

mod branches;
mod fleet;
mod interruption;
mod waves;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::{assert_same_tree, tree};
use fleet::Fleet;

/// State → how many products have it.
fn counts(run: &Run) -> BTreeMap<String, u64> {
    let counts = report(run)["counts"].as_object().unwrap().clone();
    counts.into_iter().map(|(state, count)| (state, count.as_u64().unwrap())).collect()
}

fn report(run: &Run) -> Json {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}\n{}", run.stdout, run.stderr))
}

/// The products with a state, in the order of the report.
fn with_state(run: &Run, state: &str) -> Vec<String> {
    let json = report(run);
    let products = json["products"].as_array().unwrap().iter().filter(|product| product["state"] == state);
    products.map(|product| product["path"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn expect(run: &Run, code: i32, expected: &[(&str, u64)]) {
    assert_eq!(run.code, code, "{}\n{}", run.stdout, run.stderr);
    let expected: BTreeMap<String, u64> = expected.iter().map(|(state, count)| ((*state).to_owned(), *count)).collect();
    assert_eq!(counts(run), expected);
}

/// The case of a platform team: fifty products, three of which edited the lines that the pack changes.
#[test]
fn a_rollout_over_fifty_products_stops_at_each_conflict_and_is_resumed() {
    let fleet = Fleet::of(50);
    let conflicts = ["p_10", "p_20", "p_30"];
    for product in conflicts {
        fleet.edit(product, "six", "six, as we do it");
    }
    fleet.edit("p_05", "one", "one, our own");
    fleet.release();
    let before = tree(fleet.path());

    let run = fleet.update(&[]);
    expect(&run, 1, &[("updated", 9), ("conflict", 1), ("waiting", 40)]);
    assert_eq!(with_state(&run, "conflict"), ["p_10"]);
    for waiting in with_state(&run, "waiting") {
        assert_same_tree(&fleet.tree(&waiting), &below(&before, &waiting), "");
    }
    assert_eq!(fleet.notes("p_05"), fleet.new_notes().replace("one", "one, our own"), "a merge");
    assert_eq!(fleet.notes("p_06"), fleet.new_notes());

    // Nothing goes on before somebody has looked.
    let stopped = tree(fleet.path());
    let run = fleet.update(&[]);
    expect(&run, 1, &[("in-step", 9), ("conflict", 1), ("waiting", 40)]);
    let finding = report(&run)["products"][9]["findings"][0]["message"].as_str().unwrap().to_owned();
    assert_eq!(finding, "notes.md holds markers of a conflict at line 8");
    assert_same_tree(&tree(fleet.path()), &stopped, "");

    fleet.resolve("p_10");
    let run = fleet.update(&[]);
    expect(&run, 1, &[("in-step", 10), ("updated", 9), ("conflict", 1), ("waiting", 30)]);
    assert_eq!(with_state(&run, "conflict"), ["p_20"]);

    // With the conflict there, the others can go on all the same.
    let run = fleet.update(&["--keep-going"]);
    expect(&run, 1, &[("in-step", 19), ("updated", 29), ("conflict", 2)]);
    fleet.resolve("p_20");
    fleet.resolve("p_30");
    expect(&fleet.update(&[]), 0, &[("in-step", 50)]);
    for product in conflicts {
        assert!(fleet.notes(product).contains("six, as we do it"));
    }
    let all = fleet.run(&["generate", "--check", "--all", "products", "--format", "json"]);
    expect(&all, 0, &[("in-step", 50)]);
}

#[test]
fn the_report_for_people_names_what_to_do() {
    let fleet = Fleet::of(5);
    fleet.edit("p_02", "six", "six, as we do it");
    fleet.release();
    let run = fleet.run(&["update", "--all", "products"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(
        run.stderr,
        "\
mesh.p_01  updated   1 updated
mesh.p_02  conflict  1 conflict
    notes.md holds markers of a conflict at line 8
5 products: 1 conflict, 1 updated, 3 waiting
help: resolve the conflicts, then run `mesh-cli resolve --product products/p_02`
help: then run the command again: it goes on with mesh.p_03; with --keep-going it does not wait
"
    );
}

#[test]
fn what_one_product_lacks_does_not_keep_the_others() {
    let fleet = Fleet::of(4);
    fleet.write("p_01/data-product.yaml", "metadata: { domain: mesh, name: p_01 }\n");
    fleet.write("p_02/.mesh/lock.yaml", "nonsense\n");
    fleet.release();
    let run = fleet.update(&[]);
    expect(&run, 1, &[("findings", 2), ("updated", 2)]);
    let rules = |number: usize| report(&run)["products"][number]["findings"][0]["rule"].clone();
    assert_eq!((rules(0), rules(1)), ("manifest/missing".into(), "lock/edited".into()));
    let run = fleet.run(&["update", "--all", "products", "--dry-run"]);
    assert!(
        run.stderr
            .contains("    products/p_01/data-product.yaml:1:1: `metadata.owner` lacks `team` [manifest/missing]\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_fleet_is_checked_and_brought_in_step() {
    let fleet = Fleet::of(6);
    let all = |more: &[&str]| fleet.run(&[&["generate", "--all", "products", "--format", "json"], more].concat());
    let before = tree(fleet.path());
    expect(&all(&["--check"]), 0, &[("in-step", 6)]);
    assert_same_tree(&tree(fleet.path()), &before, "");

    fleet.change_manifest("p_03");
    fleet.append("p_05/.mesh/data-product.schema.json", "\n");
    let check = all(&["--check"]);
    expect(&check, 1, &[("in-step", 4), ("out-of-step", 1), ("findings", 1)]);
    assert_eq!(
        (with_state(&check, "out-of-step"), with_state(&check, "findings")),
        (vec!["p_03".into()], vec!["p_05".into()])
    );
    let diff = fleet.run(&["generate", "--check", "--all", "products", "--diff", "--only", "mesh.p_03"]);
    assert!(diff.stdout.contains("+++ b/p_03/notes.md\n"), "{}", diff.stdout);

    expect(&all(&[]), 1, &[("in-step", 4), ("updated", 1), ("findings", 1)]);
    expect(&all(&["--force", ".mesh/data-product.schema.json"]), 0, &[("in-step", 5), ("updated", 1)]);
    expect(&all(&["--check"]), 0, &[("in-step", 6)]);
}

/// As deep as any file may nest; a thread reads one while it waits for another.
#[test]
fn manifests_that_nest_deeply_are_read_on_every_thread() {
    let sandbox = Sandbox::in_memory();
    for number in 0..64 {
        let deep = if number % 2 == 0 { "[".repeat(63) + &"]".repeat(63) } else { "{a: ".repeat(63) + &"}".repeat(63) };
        sandbox.write(&format!("p_{number}/data-product.yaml"), format!("a: {deep}\n"));
    }
    for arguments in [["schema", "check", "--all", "--against", "."].as_slice(), &["generate", "--all", "."]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.matches("the manifest has no key `a`").count(), 64, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_folder_without_products_and_a_pattern_that_names_none_are_wrong_use() {
    let fleet = Fleet::of(2);
    for (arguments, words) in [
        (&["update", "--all", "pack"][..], "there is no product below pack"),
        (&["update", "--all", "products", "--only", "mesh.p_03"], "did you mean `mesh.p_0"),
        (&["update", "--all", "nowhere"], "cannot read nowhere"),
        (&["update", "--wave", "3"], "--all"),
        (&["update", "--all", "--wave", "0"], "invalid value '0'"),
        (&["generate", "--only", "x"], "--all"),
        (&["update", "--all", "--abort"], "cannot be used with"),
    ] {
        let run = fleet.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_terminal_shows_how_far_a_run_is() {
    let fleet = Fleet::of(3);
    let mut terminal =
        crate::interview::Terminal::start(fleet.sandbox(), &["generate", "--check", "--all", "products"]);
    // Which step is the first to be drawn depends on how fast the machine is.
    terminal.sees("/3 ");
    terminal.sees("3 products: 3 in step");
    let plain = fleet.run(&["generate", "--check", "--all", "products"]);
    assert_eq!((plain.stdout.as_str(), plain.stderr.as_str()), ("", "3 products: 3 in step\n"));
}

/// The part of a tree below a product.
fn below(tree: &BTreeMap<String, Vec<u8>>, product: &str) -> BTreeMap<String, Vec<u8>> {
    let prefix = format!("products/{product}/");
    tree.iter()
        .filter_map(|(path, contents)| Some((path.strip_prefix(&prefix)?.to_owned(), contents.clone())))
        .collect()
}
