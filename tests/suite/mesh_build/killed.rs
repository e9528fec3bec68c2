//! `mesh build` that is killed, or stopped by Ctrl-C: nothing is half there, nobody goes on, and the next one is green.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::pretended::Python;
use super::{create, manifest, reads};
use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

/// Where a run is when it is stopped.
const MOMENTS: [&str; 6] = ["import", "parse events", "build events", "copy events", "build moves", "copy moves"];

#[track_caller]
fn wait_for(what: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{what}");
        sleep(Duration::from_millis(5));
    }
}

/// Whatever was built is whole.
#[track_caller]
fn is_whole(mesh: &Sandbox, moment: &str) {
    for (path, contents) in tree(&mesh.join(".mesh/build")) {
        let text = String::from_utf8(contents).unwrap();
        if path.ends_with(".parquet") {
            assert_eq!(text, "ROWS END", "{moment}: {path}");
        } else if path.ends_with(".json") {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{moment}: {path}: {text}");
        }
    }
}

#[test]
fn a_build_stopped_at_any_moment_leaves_nothing_half_and_nobody_at_work() {
    let Some(python) = Python::new("mesh build, killed") else { return };
    let mesh = Sandbox::new();
    mesh.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\n");
    let own = "kind: postgres, system: shop, location: { table: public.events }";
    create(&mesh, "orders.events", &manifest("orders.events", own));
    create(&mesh, "stock.moves", &manifest("stock.moves", &reads("orders.events")));
    let path = python.path();
    let arguments = ["mesh", "build", "--python", path.to_str().unwrap()];
    for signal in [Signal::KILL, Signal::INT] {
        for moment in MOMENTS {
            let mut command = mesh.command(&arguments);
            let child = command.env("HOLD", moment).stderr(std::process::Stdio::piped()).spawn().unwrap();
            wait_for(&format!("{moment} never comes"), || python.is_held());
            kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), signal).unwrap();
            let run: Run = child.wait_with_output().unwrap().into();
            let code = if signal == Signal::KILL { -1 } else { 130 };
            assert_eq!(run.code, code, "{moment}: {}", run.stderr);
            wait_for(&format!("{moment}: somebody goes on"), || python.alive().is_empty());
            python.forget();
            is_whole(&mesh, moment);
            let next = mesh.run(&arguments);
            assert_eq!(next.code, 0, "{moment}: {}", next.stderr);
            assert!(next.stderr.contains("2 products: 2 built"), "{moment}: {}", next.stderr);
            is_whole(&mesh, moment);
            for id in ["orders.events", "stock.moves"] {
                let mut left: Vec<String> = fs::read_dir(mesh.join(".mesh/build").join(id))
                    .unwrap()
                    .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
                    .collect();
                left.sort();
                assert_eq!(left, ["build.log", "result.json", "sample.json", "v1.parquet"], "{moment}: {id}");
            }
        }
    }
}
