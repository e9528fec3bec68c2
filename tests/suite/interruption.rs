//! Runs that are killed, stopped, or meet each other: the tree is absent or whole, at every moment.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use mesh_cli::pack::FileOwner;
use mesh_cli::plan::{Plan, PlannedFile, apply};
use rustix::process::{Pid, Signal, kill_process};

use crate::sandbox::{Run, Sandbox};
use crate::support::{assert_same_tree, tree};

const CREATE: [&str; 8] =
    ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--out", "products/parcels"];
/// What staging folders begin with.
const STAGE: &str = ".mesh-cli-stage.";
/// Into how many steps the time of a run is cut; a run is killed after each of them, and after it is done.
const STEPS: u32 = 160;
/// How often a run must have been finished before the kill came.
const FINISHED: u32 = 5;
/// No machine is so slow.
const AT_MOST: u32 = 3000;

fn whole() -> BTreeMap<String, Vec<u8>> {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&CREATE).code, 0);
    tree(&sandbox.join("products/parcels"))
}

/// How long a run takes here and now: the shortest of several.
fn whole_run() -> Duration {
    let once = || {
        let sandbox = Sandbox::new();
        let start = Instant::now();
        assert_eq!(sandbox.run(&CREATE).code, 0);
        start.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap()
}

fn finish(child: Child) -> Run {
    child.wait_with_output().unwrap().into()
}

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

fn stages(sandbox: &Sandbox) -> Vec<String> {
    sandbox.names().into_iter().filter(|name| name.starts_with(STAGE)).collect()
}

#[test]
fn a_run_killed_at_any_moment_leaves_nothing_or_everything() {
    let expected = whole();
    let step = whole_run() / STEPS;
    let sandbox = Sandbox::new();
    let (mut moment, mut absent, mut left_a_stage, mut done) = (0, 0, 0, 0);
    // The machine may become slower on the way: the kills go on until some come after the end.
    while moment < STEPS || done < FINISHED {
        assert!(moment < AT_MOST, "{done} of {moment} runs were finished");
        let child = sandbox.start(&CREATE);
        sleep(step * moment);
        send(&child, Signal::KILL);
        finish(child);
        if sandbox.join("products").exists() {
            assert_same_tree(&tree(&sandbox.join("products/parcels")), &expected, "");
            fs::remove_dir_all(sandbox.join("products")).unwrap();
            done += 1;
        } else {
            absent += 1;
        }
        let strangers: Vec<String> = sandbox.names().into_iter().filter(|name| !name.starts_with(STAGE)).collect();
        assert!(strangers.is_empty(), "moment {moment}: {strangers:?}");
        left_a_stage += u32::from(!stages(&sandbox).is_empty());
        assert!(stages(&sandbox).len() <= 1, "a run removes what the one before left: {:?}", stages(&sandbox));
        moment += 1;
    }
    eprintln!("{moment} kills: {absent} before the product was there ({left_a_stage} left a stage), {done} after");
    assert_eq!(sandbox.run(&CREATE).code, 0);
    assert_eq!(sandbox.names(), ["products"], "the next run removes what a killed one left");
    assert_same_tree(&tree(&sandbox.join("products/parcels")), &expected, "");
}

#[test]
fn a_run_stopped_by_ctrl_c_leaves_nothing_or_everything() {
    let expected = whole();
    let step = whole_run() / (STEPS / 2);
    let (mut moment, mut stopped, mut done) = (0, 0, 0);
    while moment < STEPS / 2 || done < FINISHED {
        assert!(moment < AT_MOST, "{done} of {moment} runs were finished");
        let sandbox = Sandbox::new();
        let child = sandbox.start(&CREATE);
        sleep(step * moment);
        send(&child, Signal::INT);
        let run = finish(child);
        match run.code {
            0 => {
                assert_same_tree(&tree(&sandbox.join("products/parcels")), &expected, "");
                done += 1;
            }
            // The very first moments: nobody listens yet, and the signal ends the process.
            -1 => sandbox.is_empty(),
            130 => {
                assert_eq!(run.stderr, "error: interrupted\n");
                sandbox.is_empty();
                stopped += 1;
            }
            code => panic!("moment {moment}: {code}: {}", run.stderr),
        }
        moment += 1;
    }
    eprintln!("{moment} times Ctrl-C: {stopped} runs stopped, {done} were done before");
}

/// The folder of a killed run is removed; the folder of a run that is alive is not.
#[test]
fn only_abandoned_staging_folders_are_removed() {
    let sandbox = Sandbox::new();
    let (dead, alive, file) = (format!("{STAGE}1.0"), format!("{STAGE}2.0"), format!("{STAGE}3.0"));
    sandbox.write(&format!("{dead}/tree/parcels/README.md"), "half");
    sandbox.write(&format!("{alive}/tree/parcels/README.md"), "half");
    sandbox.write(&file, "not ours");
    sandbox.write(".mesh-cli-other/x", "not ours");
    std::os::unix::fs::symlink(sandbox.join(".mesh-cli-other"), sandbox.join(format!("{STAGE}4.0"))).unwrap();
    let lock = File::open(sandbox.join(&alive)).unwrap();
    lock.lock().unwrap();
    assert_eq!(sandbox.run(&CREATE).code, 0);
    assert_eq!(sandbox.names(), [".mesh-cli-other", &alive, &file, &format!("{STAGE}4.0"), "products"]);
    assert!(sandbox.join(".mesh-cli-other/x").is_file());
    drop(lock);
}

#[test]
fn of_two_runs_into_one_folder_one_wins() {
    let expected = whole();
    for round in 0..20 {
        let sandbox = Sandbox::new();
        // Sometimes the folder is there already, and empty.
        if round % 2 == 1 {
            fs::create_dir_all(sandbox.join("products/parcels")).unwrap();
        }
        let runs: Vec<Run> =
            (0..3).map(|_| sandbox.start(&CREATE)).collect::<Vec<_>>().into_iter().map(finish).collect();
        let won = runs.iter().filter(|run| run.code == 0).count();
        assert_eq!(won, 1, "round {round}: {runs:?}");
        for run in runs.iter().filter(|run| run.code != 0) {
            assert_eq!(run.code, 2, "round {round}: {}", run.stderr);
            let reasons = ["exists and is not empty", "was taken while this run was preparing its files"];
            assert!(reasons.iter().any(|reason| run.stderr.contains(reason)), "round {round}: {}", run.stderr);
        }
        assert_eq!(sandbox.names(), ["products"], "round {round}");
        assert_same_tree(&tree(&sandbox.join("products")), &prefixed(&expected), "");
    }
}

fn prefixed(tree: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    tree.iter().map(|(path, contents)| (format!("parcels/{path}"), contents.clone())).collect()
}

/// Neighbours do not disturb each other, even where both make the folder above.
#[test]
fn two_runs_side_by_side_both_succeed() {
    for round in 0..20 {
        let sandbox = Sandbox::new();
        let names = ["parcels", "boxes", "letters"];
        let children: Vec<Child> = names
            .iter()
            .map(|name| {
                let out = format!("new/products/{name}");
                sandbox.start(&["create-product", "--domain", "logistics", "--name", name, "--yes", "--out", &out])
            })
            .collect();
        for run in children.into_iter().map(finish) {
            assert_eq!(run.code, 0, "round {round}: {}", run.stderr);
        }
        for name in names {
            assert!(sandbox.join(format!("new/products/{name}/.mesh/lock.yaml")).is_file(), "round {round}: {name}");
        }
        assert_eq!(sandbox.names(), ["new"], "round {round}");
        assert_eq!(fs::read_dir(sandbox.join("new/products")).unwrap().count(), 3, "round {round}");
    }
}

fn plan_of(files: usize) -> Plan {
    let file = |number: usize| {
        let path = format!("folder_{}/file_{number}.txt", number % 3).parse().unwrap();
        let contents = number.to_string().into_bytes();
        let (owner, template, was) = (FileOwner::Generated, String::new(), Vec::new());
        (path, PlannedFile { contents, owner, template, was, executable: false })
    };
    Plan { files: (0..files).map(file).collect() }
}

/// Ctrl-C is heard between any two files, and before the product is moved into place.
#[test]
fn a_cancelled_run_leaves_nothing() {
    let files = 7;
    for moment in 0..=files {
        let sandbox = Sandbox::new();
        let asked = Cell::new(0);
        let cancelled = || asked.replace(asked.get() + 1) == moment;
        let outcome = apply::create(&plan_of(files), &sandbox.join("new/product"), &cancelled);
        assert!(matches!(outcome, Err(mesh_cli::Error::Interrupted)), "moment {moment}: {outcome:?}");
        sandbox.is_empty();
    }
    let sandbox = Sandbox::new();
    apply::create(&plan_of(files), &sandbox.join("new/product"), &|| false).unwrap();
    assert_eq!(tree(&sandbox.join("new/product")).len(), files);
}

/// What another run sweeps away is not the staging folder of this one.
#[test]
fn a_neighbour_that_tidies_up_does_not_take_a_living_stage() {
    let sandbox = Sandbox::new();
    let asked = Cell::new(0);
    let neighbour = || {
        assert_eq!(stages(&sandbox).len(), 1);
        // Between two files of one folder, which is not made again.
        if asked.replace(asked.get() + 1) == 1 {
            assert_eq!(sandbox.run(&CREATE).code, 0);
        }
        false
    };
    apply::create(&plan_of(5), &sandbox.join("product"), &neighbour).unwrap();
    assert_eq!(sandbox.names(), ["product", "products"]);
    assert_eq!(tree(&sandbox.join("product")).len(), 5);
}

/// What appears at the destination meanwhile is not replaced.
#[test]
fn a_place_that_is_taken_on_the_way_is_left_alone() {
    let sandbox = Sandbox::new();
    for intruder in ["product/mine.txt", "product"] {
        let intrude = || {
            if !sandbox.join(intruder).exists() {
                sandbox.write(intruder, "mine");
            }
            false
        };
        let outcome = apply::create(&plan_of(5), &sandbox.join("product"), &intrude);
        let message = outcome.unwrap_err().to_string();
        assert!(message.ends_with("was taken while this run was preparing its files"), "{message}");
        assert_eq!(fs::read_to_string(sandbox.join(intruder)).unwrap(), "mine");
        assert_eq!(sandbox.names(), ["product"]);
        fs::remove_dir_all(sandbox.join("product")).or_else(|_| fs::remove_file(sandbox.join("product"))).unwrap();
    }
}
