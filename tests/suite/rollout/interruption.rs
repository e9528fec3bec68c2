//! Rollouts that are stopped or killed: each product is as it was or whole, and the next run goes on.

use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Fleet, Run, assert_same_tree, expect, tree, with_state};

const PRODUCTS: usize = 6;
/// At how many moments of a run it is stopped.
const MOMENTS: u32 = 20;
const UPDATE: [&str; 5] = ["update", "--all", "products", "--format", "json"];

fn released() -> Fleet {
    let fleet = Fleet::of(PRODUCTS);
    fleet.edit("p_03", "one", "one, our own");
    fleet.release();
    fleet
}

/// The tree after a run that nothing came in the way of, and how long it took.
fn undisturbed() -> (BTreeMap<String, Vec<u8>>, Duration) {
    let fleet = released();
    let begun = Instant::now();
    expect(&fleet.update(&[]), 0, &[("updated", PRODUCTS as u64)]);
    (tree(fleet.path()), begun.elapsed())
}

/// Stops a run after a while, and says how it ended.
fn stop(fleet: &Fleet, after: Duration, signal: Signal) -> Run {
    let child = fleet.sandbox().start(&UPDATE);
    sleep(after);
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn a_rollout_killed_at_any_moment_is_finished_by_the_next_run() {
    let (expected, took) = undisturbed();
    for moment in 0..MOMENTS {
        let fleet = released();
        stop(&fleet, took * moment / MOMENTS, Signal::KILL);
        let run = fleet.update(&[]);
        assert_eq!(run.code, 0, "moment {moment}: {}\n{}", run.stdout, run.stderr);
        assert_same_tree(&tree(fleet.path()), &expected, &format!("moment {moment}"));
    }
}

#[test]
fn a_rollout_stopped_by_ctrl_c_says_how_far_it_came_and_is_resumed() {
    let (expected, took) = undisturbed();
    let mut stopped_half_way = 0;
    for moment in 0..MOMENTS {
        let fleet = released();
        let run = stop(&fleet, took * moment / MOMENTS, Signal::INT);
        let done = match run.code {
            0 => PRODUCTS,
            // The very first moments: nobody listens yet.
            -1 => 0,
            130 => {
                let (done, waiting) = (with_state(&run, "updated"), with_state(&run, "waiting"));
                assert_eq!(done.len() + waiting.len(), PRODUCTS, "moment {moment}: {}", run.stdout);
                assert!(run.stderr.ends_with("error: interrupted\n"), "{}", run.stderr);
                stopped_half_way += u32::from(!done.is_empty() && !waiting.is_empty());
                done.len()
            }
            code => panic!("moment {moment}: {code}: {}", run.stderr),
        };
        let rest = (PRODUCTS - done) as u64;
        let counts = [("in-step", done as u64), ("updated", rest)];
        expect(&fleet.update(&[]), 0, &counts.into_iter().filter(|(_, count)| *count > 0).collect::<Vec<_>>());
        assert_same_tree(&tree(fleet.path()), &expected, &format!("moment {moment}"));
    }
    eprintln!("{stopped_half_way} of {MOMENTS} runs were stopped half-way");
}
