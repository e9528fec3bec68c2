//! `update` and `generate` under misfortune: killed, stopped, on a full disk, side by side, and with somebody editing.

use std::collections::BTreeMap;
use std::fs;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::destination::with_mounts;
use crate::sandbox::{Run, Sandbox};
use crate::support::{assert_same_tree, tree};

type Tree = BTreeMap<String, Vec<u8>>;

const STAGE: &str = "parcels/.mesh/transaction";
const JOURNAL: &str = "parcels/.mesh/transaction/journal.json";
const UPDATE: [&str; 2] = ["update", "parcels"];
/// Ends with the recovery of an interrupted run: it does not get further, because the pack is another.
const RECOVER: [&str; 2] = ["generate", "parcels"];
/// How many files of every owner the pack has.
const FILES: usize = 12;
/// Into how many steps the time is cut in which a run changes files.
const STEPS: u32 = 120;
/// The same, for what is only one more case.
const FEWER_STEPS: u32 = 40;
/// How often a run must have been finished before the kill came.
const FINISHED: u32 = 5;
/// No machine is so slow.
const AT_MOST: u32 = 3000;

/// The two versions of the pack: files of every owner that change, files that come, files that go.
fn write_pack(sandbox: &Sandbox, version: u32, conflicts: bool) {
    let lines: String = (0..300).map(|line| format!("line {line}\n")).collect();
    let mut rules = String::new();
    let _ = fs::remove_dir_all(sandbox.join("pack"));
    for number in 0..FILES {
        for owner in ["generated", "merged", "once"] {
            rules += &format!("  - {{ template: {owner}/{number}.md, owner: {owner} }}\n");
            let line = if conflicts { format!("yours {version}") } else { "yours".to_owned() };
            let text = format!("version {version}\n\n{lines}\n\n{line}\n");
            sandbox.write(&format!("pack/product/{owner}/{number}.md"), text);
        }
        sandbox.write(&format!("pack/product/version_{version}/{number}/file.md"), "comes or goes\n");
    }
    let pack = format!("name: acme\nversion: {version}.0.0\nextends: standard\nfiles:\n{rules}");
    sandbox.write("pack/pack.yaml", pack);
}

/// A product with edits by hand, whose pack has moved on.
fn product(conflicts: bool) -> Sandbox {
    let sandbox = Sandbox::in_memory();
    write_pack(&sandbox, 1, conflicts);
    let create = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "pack"];
    let run = sandbox.run(&create);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for number in 0..FILES {
        for owner in ["merged", "once"] {
            let path = format!("parcels/{owner}/{number}.md");
            let text = fs::read_to_string(sandbox.join(&path)).unwrap();
            sandbox.write(&path, text.replace("yours", "mine"));
        }
    }
    sandbox.write("parcels/notes.md", "mine\n");
    write_pack(&sandbox, 2, conflicts);
    sandbox
}

/// The product before the update and after it.
struct Expected {
    before: Tree,
    after: Tree,
    code: i32,
    /// How long the update works on files, from its first to the last.
    whole: Duration,
    /// How long it changes files of the product.
    changing: Duration,
}

impl Expected {
    fn of(conflicts: bool) -> Self {
        let sandbox = product(conflicts);
        let before = tree(&sandbox.join("parcels"));
        let code = i32::from(conflicts);
        let (mut whole, mut changing) = (None, None);
        // A busy machine may look away in the moments that matter.
        while changing.is_none() {
            restore(&sandbox, &before);
            let mut child = sandbox.start(&UPDATE);
            if wait_for(&sandbox, STAGE, &mut child) {
                let start = Instant::now();
                if wait_for(&sandbox, JOURNAL, &mut child) {
                    let journal = Instant::now();
                    while sandbox.join(JOURNAL).exists() {}
                    (whole, changing) = (Some(start.elapsed()), Some(journal.elapsed()));
                }
            }
            let run = finish(child);
            assert_eq!(run.code, code, "{}", run.stderr);
        }
        let after = tree(&sandbox.join("parcels"));
        assert_ne!(before, after);
        Self { before, after, code, whole: whole.unwrap(), changing: changing.unwrap() }
    }

    /// Whether the update is done; else nothing of it is.
    #[track_caller]
    fn is_done(&self, now: &Tree) -> bool {
        let done = now.get("generated/0.md") == self.after.get("generated/0.md");
        assert_same_tree(now, if done { &self.after } else { &self.before }, "");
        done
    }
}

fn finish(child: Child) -> Run {
    child.wait_with_output().unwrap().into()
}

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

/// Waits until the run has made a file, and says whether it got there.
fn wait_for(sandbox: &Sandbox, file: &str, child: &mut Child) -> bool {
    let file = sandbox.join(file);
    while !file.exists() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_micros(20));
    }
    true
}

/// Waits as long as told, more exactly than a sleep.
fn wait(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// Puts a product back to what it was.
fn restore(sandbox: &Sandbox, tree: &Tree) {
    fs::remove_dir_all(sandbox.join("parcels")).unwrap();
    for (path, contents) in tree {
        sandbox.write(&format!("parcels/{path}"), contents);
    }
}

/// Ends a run at one of many moments: from its first file on, or from the journal on, when it changes the product.
fn end_at(
    sandbox: &Sandbox,
    expected: &Expected,
    mut child: Child,
    signal: Signal,
    (moment, steps): (u32, u32),
) -> Run {
    let (file, window) = if moment % 2 == 0 { (STAGE, expected.whole) } else { (JOURNAL, expected.changing) };
    if wait_for(sandbox, file, &mut child) {
        wait(window / steps * moment);
        send(&child, signal);
    }
    finish(child)
}

/// Ends updates, one after the other, at moments that come later and later, and looks at what each leaves.
fn end_updates(
    sandbox: &Sandbox,
    expected: &Expected,
    signal: Signal,
    steps: u32,
    mut is_done: impl FnMut(u32, &Run) -> bool,
) {
    let (mut moment, mut done, mut interrupted) = (0, 0, 0);
    while moment < steps || done < FINISHED {
        assert!(moment < AT_MOST, "{done} of {moment} updates were done");
        let run = end_at(sandbox, expected, sandbox.start(&UPDATE), signal, (moment, steps));
        interrupted += u32::from(sandbox.join(JOURNAL).exists());
        done += u32::from(is_done(moment, &run));
        restore(sandbox, &expected.before);
        moment += 1;
    }
    eprintln!("{moment} times {signal:?}: {interrupted} left a journal, {done} updates were done in the end");
}

#[test]
fn an_update_killed_at_any_moment_is_done_or_undone() {
    let expected = Expected::of(false);
    let sandbox = product(false);
    end_updates(&sandbox, &expected, Signal::KILL, STEPS, |moment, _| {
        let recovery = sandbox.run(&RECOVER);
        let done = expected.is_done(&tree(&sandbox.join("parcels")));
        assert_eq!(recovery.code, i32::from(!done), "{}", recovery.stderr);
        if moment % 8 == 0 {
            let again = sandbox.run(&UPDATE);
            assert_eq!(again.code, 0, "{}", again.stderr);
            assert_same_tree(&tree(&sandbox.join("parcels")), &expected.after, "");
        }
        done
    });
}

#[test]
fn an_update_with_conflicts_killed_at_any_moment_can_be_aborted() {
    let expected = Expected::of(true);
    let sandbox = product(true);
    end_updates(&sandbox, &expected, Signal::KILL, FEWER_STEPS, |_, _| {
        sandbox.run(&RECOVER);
        let done = expected.is_done(&tree(&sandbox.join("parcels")));
        if done {
            let abort = sandbox.run(&["update", "--abort", "parcels"]);
            assert_eq!(abort.code, 0, "{}", abort.stderr);
            assert_same_tree(&tree(&sandbox.join("parcels")), &expected.before, "");
        }
        done
    });
}

#[test]
fn an_edit_after_a_kill_stays() {
    let expected = Expected::of(false);
    let sandbox = product(false);
    let files = ["merged/3.md", "generated/5.md", "version_1/2/file.md", "version_2/2/file.md", ".mesh/lock.yaml"];
    end_updates(&sandbox, &expected, Signal::KILL, FEWER_STEPS, |moment, _| {
        let file = files[moment as usize % files.len()];
        let place = format!("parcels/{file}");
        sandbox.write(&place, "edited since\n");
        let recovery = sandbox.run(&RECOVER);
        let mut now = tree(&sandbox.join("parcels"));
        assert_eq!(now.remove(file).unwrap(), b"edited since\n", "{file}: {}", recovery.stderr);
        // What the run had replaced is the only copy of what stood there.
        if let Some(rescued) = now.remove(&format!(".mesh/rescued/{file}")) {
            assert_eq!(Some(&rescued), expected.before.get(file));
            assert!(recovery.stderr.contains(".mesh/rescued"), "{}", recovery.stderr);
        }
        let without = |tree: &Tree| -> Tree {
            tree.iter().filter(|(path, _)| *path != file).map(|(path, text)| (path.clone(), text.clone())).collect()
        };
        let done = now.get("generated/0.md") == expected.after.get("generated/0.md");
        assert_same_tree(&now, &without(if done { &expected.after } else { &expected.before }), file);
        done
    });
}

#[test]
fn an_update_stopped_by_ctrl_c_is_done_or_not_begun() {
    let expected = Expected::of(false);
    let sandbox = product(false);
    end_updates(&sandbox, &expected, Signal::INT, FEWER_STEPS, |moment, run| {
        let done = expected.is_done(&tree(&sandbox.join("parcels")));
        match run.code {
            0 => assert!(done, "moment {moment}"),
            130 => assert!(!done && run.stderr == "error: interrupted\n", "moment {moment}: {}", run.stderr),
            code => panic!("moment {moment}: {code}: {}", run.stderr),
        }
        done
    });
}

#[test]
fn an_abort_killed_at_any_moment_is_done_or_can_be_repeated() {
    let expected = Expected::of(true);
    let sandbox = product(true);
    assert_eq!(sandbox.run(&UPDATE).code, 1);
    let (mut moment, mut done) = (0, 0);
    while moment < FEWER_STEPS || done < FINISHED {
        assert!(moment < AT_MOST);
        let child = sandbox.start(&["update", "--abort", "parcels"]);
        end_at(&sandbox, &expected, child, Signal::KILL, (moment, FEWER_STEPS));
        sandbox.run(&RECOVER);
        if expected.is_done(&tree(&sandbox.join("parcels"))) {
            assert_eq!(sandbox.run(&["update", "--abort", "parcels"]).code, 0);
        } else {
            done += 1;
        }
        assert_same_tree(&tree(&sandbox.join("parcels")), &expected.before, "");
        assert_eq!(sandbox.run(&UPDATE).code, 1);
        moment += 1;
    }
}

#[test]
fn updates_of_one_product_at_once_follow_each_other() {
    for conflicts in [false, true] {
        let expected = Expected::of(conflicts);
        let sandbox = product(conflicts);
        for round in 0..10 {
            let children: Vec<Child> = (0..4).map(|_| sandbox.start(&UPDATE)).collect();
            for run in children.into_iter().map(finish) {
                assert_eq!(run.code, expected.code, "round {round}: {}", run.stderr);
            }
            assert_same_tree(&tree(&sandbox.join("parcels")), &expected.after, "");
            restore(&sandbox, &expected.before);
        }
    }
}

/// A run that waits says for what, and does its work when the other is done.
#[test]
fn a_run_waits_for_another() {
    let sandbox = product(false);
    let other = fs::File::open(sandbox.join("parcels")).unwrap();
    other.lock().unwrap();
    let child = sandbox.start(&UPDATE);
    sleep(Duration::from_millis(2500));
    let status = sandbox.run(&["status", "parcels"]);
    assert!(status.stdout.contains("another run is at work"), "{}{}", status.stdout, status.stderr);
    other.unlock().unwrap();
    let run = finish(child);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("waiting for another run of mesh-cli in parcels\n"), "{}", run.stderr);
}

#[test]
fn on_a_full_disk_an_update_changes_nothing() {
    let sandbox = product(false);
    // The disk is filled but for some pages, more of them each time, until the update has room.
    let script = r#"
        mesh_cli=$1
        mount -t tmpfs -o size=4m tmpfs disk
        cp -a pack parcels disk
        for free in $(seq 0 5 600); do
            rm -f disk/filler
            dd if=/dev/zero of=disk/filler bs=4096 2>/dev/null || true
            size=$(stat -c %s disk/filler)
            truncate -s $((size - free * 4096)) disk/filler
            if (cd disk; "$mesh_cli" update parcels 2>../stderr); then
                echo done with room
                exit
            fi
            grep -q "No space left on device" stderr
            diff -r parcels disk/parcels
        done"#;
    let Some(run) = with_mounts("a full disk", &sandbox, script) else { return };
    assert_eq!(run.stdout, "done with room\n", "{}", run.stderr);
}

#[test]
fn on_a_read_only_disk_an_update_changes_nothing() {
    let sandbox = product(false);
    let script = r#"
        mesh_cli=$1
        mount -t tmpfs -o size=8m tmpfs disk
        cp -a pack parcels disk
        mount -o remount,ro disk
        cd disk
        "$mesh_cli" update parcels || echo code $?
        "$mesh_cli" update parcels --dry-run 2>/dev/null && echo shown
        "$mesh_cli" status parcels >/dev/null || echo code $?
        diff -r ../parcels parcels"#;
    let Some(run) = with_mounts("a read-only disk", &sandbox, script) else { return };
    assert_eq!(run.stdout, "code 3\nshown\ncode 1\n", "{}", run.stderr);
    let first = run.stderr.lines().next().unwrap();
    assert_eq!(first, "error: cannot write parcels/.mesh/transaction: Read-only file system (os error 30)");
}

/// Without a hand on anything, `--check` and `status` see that a run was interrupted.
#[test]
fn commands_that_read_say_that_a_run_was_interrupted() {
    let expected = Expected::of(false);
    let sandbox = product(false);
    for moment in 0.. {
        assert!(moment < AT_MOST);
        // An odd moment is one after the journal.
        end_at(&sandbox, &expected, sandbox.start(&UPDATE), Signal::KILL, (1, FEWER_STEPS));
        if sandbox.join(JOURNAL).exists() {
            break;
        }
        restore(&sandbox, &expected.before);
    }
    let left = tree(&sandbox.join("parcels"));
    let status = sandbox.run(&["status", "parcels"]);
    assert!(status.stdout.contains("interrupted; the next run completes or undoes it"), "{}", status.stdout);
    for arguments in [&["generate", "parcels", "--check"][..], &["update", "parcels", "--dry-run"]] {
        let run = sandbox.run(arguments);
        assert!(run.stderr.contains("note: a run was interrupted here"), "{arguments:?}: {}", run.stderr);
    }
    assert_same_tree(&tree(&sandbox.join("parcels")), &left, "");
    assert!(sandbox.run(&RECOVER).stderr.contains("an interrupted run was completed"));
}
