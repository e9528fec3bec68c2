//! `catalog build` that is killed: the old site is whole, or the new one is.

use std::fs;
use std::thread::sleep;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use super::{built, mesh};
use crate::sandbox::Sandbox;
use crate::support::tree;

/// Into how many steps the time of a run is cut; a run is killed after each of them, and after it is done.
const STEPS: u32 = 24;
const BUILD: [&str; 5] = ["catalog", "build", "mesh", "--out", "site"];

/// What stands beside the mesh and its site.
fn litter(sandbox: &Sandbox) -> Vec<String> {
    sandbox.names().into_iter().filter(|name| name != "mesh" && name != "site").collect()
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one() {
    let sandbox = mesh();
    let (place, words) = ("mesh/domains/orders/main/data-product.yaml", "title: Order events\n");
    let text = fs::read_to_string(sandbox.join(place)).unwrap();
    assert!(text.contains(words));
    let texts = [text.clone(), text.replace(words, "title: Order happenings\n")];
    let sites = texts.clone().map(|text| {
        sandbox.write(place, text);
        built(&sandbox)
    });
    assert_ne!(sites[0], sites[1]);
    let begin = Instant::now();
    assert_eq!(sandbox.run(&BUILD).code, 0);
    let step = begin.elapsed() / STEPS;
    let shown = || sites.iter().position(|site| *site == super::site(&sandbox));
    let (mut old, mut littered) = (0, 0);
    for moment in 0..STEPS + 4 {
        let before = shown().unwrap();
        sandbox.write(place, &texts[1 - before]);
        let child = sandbox.start(&BUILD);
        sleep(step * moment);
        let _ = kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::KILL);
        child.wait_with_output().unwrap();
        let after = shown();
        assert!(after.is_some(), "moment {moment}: the site is neither the old one nor the new one");
        old += u32::from(after == Some(before));
        littered += u32::from(!litter(&sandbox).is_empty());
        assert!(litter(&sandbox).len() <= 1, "a run removes what the one before left: {:?}", litter(&sandbox));
    }
    eprintln!("{} kills: {old} left the old site, {littered} something beside it", STEPS + 4);
    assert!(old > 0, "every run was done before it was killed");
    assert_eq!(sandbox.run(&BUILD).code, 0);
    assert_eq!(litter(&sandbox), [""; 0], "the next run removes what a killed one left");
    assert!(!tree(&sandbox.join("site")).is_empty());
}
