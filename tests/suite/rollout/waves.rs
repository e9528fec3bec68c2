//! An update in steps, and over a part of the fleet.

use super::{Fleet, expect, with_state};

#[test]
fn a_wave_takes_the_next_products_in_the_order_of_their_ids() {
    let fleet = Fleet::of(10);
    fleet.release();
    // What is up to date already has no place in a wave.
    assert_eq!(fleet.run(&["update", "products/p_02"]).code, 0);
    let first = fleet.update(&["--wave", "3"]);
    expect(&first, 0, &[("in-step", 1), ("updated", 3), ("waiting", 6)]);
    assert_eq!(with_state(&first, "updated"), ["p_01", "p_03", "p_04"]);
    let second = fleet.update(&["--wave", "4"]);
    expect(&second, 0, &[("in-step", 4), ("updated", 4), ("waiting", 2)]);
    assert_eq!(with_state(&second, "updated"), ["p_05", "p_06", "p_07", "p_08"]);
    expect(&fleet.update(&["--wave", "4"]), 0, &[("in-step", 8), ("updated", 2)]);
    expect(&fleet.update(&["--wave", "4"]), 0, &[("in-step", 10)]);
}

#[test]
fn a_wave_stops_at_a_conflict() {
    let fleet = Fleet::of(6);
    fleet.edit("p_02", "six", "six, as we do it");
    fleet.release();
    let wave = fleet.update(&["--wave", "4"]);
    expect(&wave, 1, &[("updated", 1), ("conflict", 1), ("waiting", 4)]);
    let wave = fleet.update(&["--wave", "2", "--keep-going"]);
    expect(&wave, 1, &[("in-step", 1), ("conflict", 1), ("updated", 2), ("waiting", 2)]);
}

#[test]
fn a_dry_run_shows_the_wave_and_every_conflict_in_it() {
    let fleet = Fleet::of(6);
    fleet.edit("p_02", "six", "six, as we do it");
    fleet.edit("p_03", "six", "six, as we do it");
    fleet.release();
    let before = super::tree(fleet.path());
    expect(&fleet.update(&["--dry-run", "--wave", "4"]), 1, &[("conflict", 2), ("out-of-step", 2), ("waiting", 2)]);
    super::assert_same_tree(&super::tree(fleet.path()), &before, "");
}

#[test]
fn only_the_products_that_are_named_are_updated() {
    let fleet = Fleet::of(6);
    fleet.release();
    let run = fleet.update(&["--only", "mesh.p_0[23]", "--only", "p_05"]);
    expect(&run, 0, &[("updated", 3)]);
    assert_eq!(with_state(&run, "updated"), ["p_02", "p_03", "p_05"]);
    expect(&fleet.update(&[]), 0, &[("in-step", 3), ("updated", 3)]);
}
