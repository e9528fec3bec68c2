//! The place of a new product: what is in the way is refused, and left as it is.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::process::Command;

use crate::sandbox::{Run, Sandbox, skipped};
use crate::support::{assert_same_tree, tree};

const CREATE: [&str; 6] = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];

fn create<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CREATE[..], more].concat()
}

#[track_caller]
fn refused(run: &Run, message: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.starts_with(&format!("error: {message}\nhelp: ")), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 2, "one clear message: {}", run.stderr);
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("parcels/mine.txt", "mine");
    for more in [&[][..], &["--dry-run"], &["--out", "parcels"], &["--out", "parcels/"], &["--out", "parcels/."]] {
        refused(&sandbox.run(&create(more)), "parcels exists and is not empty");
    }
    sandbox.write("hidden/.keep", "");
    refused(&sandbox.run(&create(&["--out", "hidden"])), "hidden exists and is not empty");
    assert_eq!(sandbox.names(), ["hidden", "parcels"]);
    assert_eq!(tree(&sandbox.join("parcels")).len(), 1);
}

#[test]
fn a_product_is_not_created_twice() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&CREATE).code, 0);
    let before = tree(sandbox.path());
    refused(&sandbox.run(&create(&["--description", "Another"])), "parcels exists and is not empty");
    assert_same_tree(&tree(sandbox.path()), &before, "");
}

#[test]
fn an_empty_folder_is_filled() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.join("parcels")).unwrap();
    assert_eq!(sandbox.run(&CREATE).code, 0);
    assert!(sandbox.join("parcels/Makefile").is_file());
    assert_eq!(sandbox.names(), ["parcels"]);
}

#[test]
fn a_file_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("parcels", "mine");
    refused(&sandbox.run(&CREATE), "parcels is a file");
    refused(&sandbox.run(&create(&["--out", "parcels/below"])), "parcels is a file, and no folder");
    refused(&sandbox.run(&create(&["--out", "parcels/far/below"])), "parcels is a file, and no folder");
    assert_eq!(fs::read_to_string(sandbox.join("parcels")).unwrap(), "mine");
    assert_eq!(sandbox.names(), ["parcels"]);
}

#[test]
fn a_symbolic_link_is_not_followed() {
    let sandbox = Sandbox::new();
    let elsewhere = Sandbox::new();
    for target in [elsewhere.path(), &elsewhere.join("absent"), std::path::Path::new("/dev/null")] {
        symlink(target, sandbox.join("parcels")).unwrap();
        refused(&sandbox.run(&CREATE), "parcels is a symbolic link");
        refused(&sandbox.run(&create(&["--out", "parcels/"])), "parcels is a symbolic link");
        assert_eq!(fs::read_link(sandbox.join("parcels")).unwrap(), target);
        fs::remove_file(sandbox.join("parcels")).unwrap();
    }
    symlink("absent", sandbox.join("link")).unwrap();
    refused(&sandbox.run(&create(&["--out", "link/parcels"])), "link is a symbolic link that leads nowhere");
    assert_eq!(sandbox.names(), ["link"]);
    elsewhere.is_empty();
}

/// A folder above the product may be a link: many home folders are.
#[test]
fn a_link_above_the_product_is_followed() {
    let (sandbox, elsewhere) = (Sandbox::new(), Sandbox::new());
    symlink(elsewhere.path(), sandbox.join("link")).unwrap();
    assert_eq!(sandbox.run(&create(&["--out", "link/parcels"])).code, 0);
    assert_eq!(elsewhere.names(), ["parcels"]);
}

#[test]
fn folders_above_the_product_are_made() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&create(&["--out", "some/where/new"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.join("some/where/new/Makefile").is_file());
    assert_eq!(sandbox.names(), ["some"]);
    let other = Sandbox::new();
    let absolute = other.join("a/b");
    assert_eq!(sandbox.run(&create(&["--out", absolute.to_str().unwrap()])).code, 0);
    assert_eq!(other.names(), ["a"]);
    // The way back leads where the user points.
    fs::create_dir(sandbox.join("here")).unwrap();
    let run: Run =
        sandbox.command(&create(&["--out", "../beside"])).current_dir(sandbox.join("here")).output().unwrap().into();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(sandbox.names(), ["beside", "here", "some"]);
}

#[test]
fn a_place_that_is_none_is_refused() {
    let sandbox = Sandbox::new();
    for (out, message) in [
        ("absent/../parcels", "absent/../parcels leads through a folder that does not exist"),
        ("/", "/ exists and is not empty"),
        ("", "a value is required for '--out <DIR>'"),
    ] {
        let run = sandbox.run(&create(&["--out", out]));
        assert!(run.code == 2 && run.stderr.contains(message), "{out}: {}", run.stderr);
    }
    let long = "a".repeat(300);
    let run = sandbox.run(&create(&["--out", &long]));
    assert!(run.code >= 2 && run.stderr.contains("File name too long"), "{}", run.stderr);
    sandbox.is_empty();
}

/// The folder that somebody works in stays the one they are in.
#[test]
fn the_current_folder_is_filled_when_it_is_empty() {
    let expected = Sandbox::new();
    assert_eq!(expected.run(&CREATE).code, 0);
    for out in [".", "./", "../here", "below/.."] {
        let sandbox = Sandbox::new();
        let here = sandbox.join("here");
        fs::create_dir(&here).unwrap();
        let before = fs::metadata(&here).unwrap().ino();
        if out == "below/.." {
            // Something is in the way: the folder below.
            fs::create_dir(here.join("below")).unwrap();
        }
        let run: Run = sandbox.command(&create(&["--out", out])).current_dir(&here).output().unwrap().into();
        if out == "below/.." {
            refused(&run, "below/.. exists and is not empty");
            continue;
        }
        assert_eq!(run.code, 0, "{out}: {}", run.stderr);
        assert_eq!(run.stderr.contains("cd "), out == "../here", "{}", run.stderr);
        assert_same_tree(&tree(&here), &tree(&expected.join("parcels")), "");
        assert_eq!(fs::metadata(&here).unwrap().ino(), before);
        assert!(!here.join(".mesh/transaction").exists());
        let again: Run = sandbox.command(&create(&["--out", out])).current_dir(&here).output().unwrap().into();
        assert!(again.stderr.contains("exists and is not empty"), "{}", again.stderr);
    }
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let sandbox = Sandbox::new();
    for name in [
        "../parcels",
        "../../etc/passwd",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "..",
        ".",
        "",
        "~",
        "$HOME",
        "a b",
        "-",
        "a\u{0}b",
        "CON",
        "a:b",
        "ａ",
        "a\nb",
    ] {
        for flag in ["metadata.domain", "metadata.name"] {
            let assignment = format!("{flag}={}", serde_json::to_string(name).unwrap());
            let run = sandbox.run(&create(&["--set", &assignment]));
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{assignment}: {}", run.stderr);
            assert_eq!(run.stderr.matches("error[").count(), 1, "{assignment}: {}", run.stderr);
            assert!(run.stderr.contains("error[manifest/bad-value]"), "{assignment}: {}", run.stderr);
        }
    }
    sandbox.is_empty();
}

/// A path that a user gives for an output ends up in no place but the product.
#[test]
fn no_option_of_a_port_leads_out_of_the_product() {
    let sandbox = Sandbox::new();
    for path in ["../x.duckdb", "/tmp/x.duckdb", "data/../../x.duckdb", "data/a b.duckdb"] {
        let assignment = format!("spec.outputPorts[0].location.path={path}");
        let run = sandbox.run(&create(&["--port", "duckdb", "--set", &assignment]));
        assert!(run.code == 2 && run.stderr.contains("error[port/option]"), "{path}: {}", run.stderr);
    }
    sandbox.is_empty();
}

/// Runs a shell script in a mount namespace of its own, where it may mount what it likes.
pub fn with_mounts(name: &str, sandbox: &Sandbox, script: &str) -> Option<Run> {
    let unshare = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-e", "-c", script, "sh"]);
        command.arg(env!("CARGO_BIN_EXE_mesh-cli")).args(CREATE).current_dir(sandbox.path()).env("NO_COLOR", "1");
        command.output()
    };
    fs::create_dir_all(sandbox.join("disk")).unwrap();
    match unshare("mount -t tmpfs -o size=64k tmpfs disk") {
        Ok(output) if output.status.success() => Some(unshare(script).unwrap().into()),
        Ok(output) => {
            skipped(name, &format!("nothing can be mounted: {}", String::from_utf8_lossy(&output.stderr).trim()));
            None
        }
        Err(error) => {
            skipped(name, &format!("`unshare` does not start: {error}"));
            None
        }
    }
}

#[test]
fn on_a_full_disk_nothing_is_left() {
    let sandbox = Sandbox::new();
    // The product needs more than this; the run fails on the way.
    let script = "mount -t tmpfs -o size=200k tmpfs disk; cd disk; \"$@\" || echo code $?; find . -mindepth 1";
    let Some(run) = with_mounts("a full disk", &sandbox, script) else { return };
    assert_eq!(run.stdout, "code 3\n", "{}", run.stderr);
    let (start, end) = ("error: cannot write parcels/", ": No space left on device (os error 28)\n");
    assert!(run.stderr.starts_with(start) && run.stderr.ends_with(end), "{}", run.stderr);
}

#[test]
fn on_a_read_only_disk_nothing_is_left() {
    let sandbox = Sandbox::new();
    let script = "mount -t tmpfs -o ro,size=1m tmpfs disk; cd disk; \"$@\" || echo code $?; find . -mindepth 1; cd ..; \"$@\" --out disk/new || echo code $?";
    let Some(run) = with_mounts("a read-only disk", &sandbox, script) else { return };
    assert_eq!(run.stdout, "code 3\ncode 3\n", "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "error: cannot write .: Read-only file system (os error 30)\n\
         error: cannot write disk: Read-only file system (os error 30)\n"
    );
}

/// An empty folder on which another disk is mounted cannot be replaced by a rename.
#[test]
fn a_mount_point_is_filled() {
    let sandbox = Sandbox::new();
    let script = "mount -t tmpfs -o size=8m tmpfs disk; \"$@\" --out disk; ls -A; ls disk/Makefile; ls disk/.mesh";
    let Some(run) = with_mounts("a mount point", &sandbox, script) else { return };
    assert_eq!(run.stdout, "disk\ndisk/Makefile\nbase\ndata-product.schema.json\nlock.yaml\n", "{}", run.stderr);
}

#[test]
fn a_full_disk_in_the_current_folder_leaves_it_empty() {
    let sandbox = Sandbox::new();
    let script = "mount -t tmpfs -o size=200k tmpfs disk; cd disk; \"$@\" --out . || echo code $?; find . -mindepth 1";
    let Some(run) = with_mounts("a full disk", &sandbox, script) else { return };
    assert_eq!(run.stdout, "code 3\n", "{}", run.stderr);
    let (start, end) = ("error: cannot write ", ": No space left on device (os error 28)\n");
    assert!(run.stderr.starts_with(start) && run.stderr.ends_with(end), "{}", run.stderr);
}

#[test]
fn a_folder_without_permission_is_an_error() {
    let sandbox = Sandbox::new();
    // Root may write everywhere; user 65534 may not.
    let script = "install -d -m 755 disk/closed; cd disk/closed; setpriv --reuid 65534 --regid 65534 --clear-groups \"$@\" || echo code $?; find . -mindepth 1";
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script, "sh", env!("CARGO_BIN_EXE_mesh-cli")]).args(CREATE).current_dir(sandbox.path());
    fs::create_dir(sandbox.join("disk")).unwrap();
    for folder in [sandbox.path(), &sandbox.join("disk")] {
        fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    if rustix::process::geteuid().is_root() {
        let probe = Command::new("setpriv")
            .args([
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                env!("CARGO_BIN_EXE_mesh-cli"),
                "--version",
            ])
            .current_dir(sandbox.path())
            .output();
        if !probe.is_ok_and(|output| output.status.success()) {
            return skipped("a folder without permission", "another user cannot run the program");
        }
        let run: Run = command.output().unwrap().into();
        assert_eq!(run.stdout, "code 3\n", "{}", run.stderr);
        assert_eq!(run.stderr, "error: cannot write .: Permission denied (os error 13)\n");
    } else {
        fs::set_permissions(sandbox.join("disk"), std::os::unix::fs::PermissionsExt::from_mode(0o555)).unwrap();
        let run: Run = sandbox.command(&CREATE).current_dir(sandbox.join("disk")).output().unwrap().into();
        assert_eq!(run.stderr, "error: cannot write .: Permission denied (os error 13)\n");
    }
}
