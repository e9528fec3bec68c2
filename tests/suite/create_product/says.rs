//! What is said of a run, and how it ends.

use super::*;
use crate::support::assert_same_tree;

#[test]
fn a_dry_run_shows_the_tree_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes", "--dry-run"]));
    assert_eq!((run.code, run.stderr.as_str()), (0, "nothing was written (--dry-run)\n"));
    assert!(run.stdout.starts_with("shipment-tracking/\n"), "{}", run.stdout);
    for line in ["  data-product.yaml  (once)\n", "  Makefile  (merged)\n", "  dbt/\n    .sqlfluff  (merged)\n"] {
        assert!(run.stdout.contains(line), "{line}\n{}", run.stdout);
    }
    sandbox.is_empty();
    // The tree lists what a run writes, each file once.
    sandbox.run(&two_and(&["--yes"]));
    let written = tree(&sandbox.path().join("shipment-tracking"));
    assert!(run.stdout.ends_with(&format!("\n{} files\n", written.len())), "{}", run.stdout);
}

#[test]
fn a_diff_is_the_text_of_every_file() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes", "--dry-run", "--diff"]));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    sandbox.is_empty();
    // As a patch it makes what a run would write, empty files apart.
    let (patched, written) = (sandbox.path().join("patched"), sandbox.path().join("shipment-tracking"));
    fs::create_dir(&patched).unwrap();
    let mut apply = assert_cmd::Command::new("git");
    let apply = apply.current_dir(&patched).env("GIT_CEILING_DIRECTORIES", sandbox.path());
    apply.args(["apply", "--whitespace=nowarn", "-"]).write_stdin(run.stdout).assert().success();
    sandbox.run(&two_and(&["--yes"]));
    let mut written = tree(&written);
    written.retain(|_, contents| !contents.is_empty());
    assert_same_tree(&tree(&patched), &written, "");
}

#[test]
fn json_tells_a_program_what_happened() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes", "--format", "json", "--out", "here"]));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let result: Json = serde_json::from_str(&run.stdout).unwrap();
    let keys: Vec<&str> = result.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["formatVersion", "product", "path", "dryRun", "names", "changes", "findings"]);
    assert_eq!(result["formatVersion"], 1);
    assert_eq!(result["product"], "logistics.shipment-tracking");
    assert_eq!((&result["path"], &result["dryRun"]), (&Json::from("here"), &Json::from(false)));
    assert_eq!(
        result["names"],
        serde_json::json!({ "written": "shipment-tracking", "sql": "shipment_tracking", "avro": "ShipmentTracking", "url": "shipment-tracking" })
    );
    assert_eq!(result["findings"], serde_json::json!([]));
    let written = tree(&sandbox.path().join("here"));
    let changes = result["changes"].as_array().unwrap();
    assert_eq!(changes.len(), written.len());
    for change in changes {
        let contents = &written[change["path"].as_str().unwrap()];
        assert_eq!(change["action"], "create");
        assert!(["generated", "merged", "once"].contains(&change["owner"].as_str().unwrap()), "{change}");
        assert_eq!(change["bytes"], contents.len());
        assert_eq!(change.get("text"), None, "the text comes with --diff");
    }
}

#[test]
fn json_never_asks_and_a_dry_run_in_json_writes_nothing() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes", "--format", "json", "--dry-run"]));
    let result: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&result["dryRun"], run.stderr.as_str()), (&Json::from(true), ""));
    sandbox.is_empty();
}

/// Warnings are shown, and do not stand in the way.
#[test]
fn a_warning_is_shown_and_the_product_is_written() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&two_and(&["--yes", "--set", "spec.lineage.downstream=[{product: finance.costs}]"]));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[access/undeclared-consumer]") && run.stderr.contains("1 warning"));
    assert!(sandbox.path().join("shipment-tracking/README.md").is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let sandbox = Sandbox::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_mesh-cli"))
        .current_dir(sandbox.path())
        .args(two_and(&["--yes", "--dry-run", "--diff"]))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn the_version_names_the_pack() {
    mesh_cli()
        .arg("--version")
        .assert()
        .success()
        .stdout(predicate::str::is_match(r"^mesh-cli \d+\.\d+\.\d+ \(pack standard \d+\.\d+\.\d+\)\n$").unwrap());
}

#[test]
fn wrong_use_exits_with_2_and_help_with_0() {
    mesh_cli().assert().code(2).stdout("");
    mesh_cli().arg("zebra").assert().code(2).stdout("").stderr(predicate::str::contains("unrecognized subcommand"));
    for arguments in
        [&["--help"][..], &["create-product", "--help"], &["validate", "-h"], &["schema", "manifest", "--help"]]
    {
        mesh_cli().args(arguments).assert().success().stderr("").stdout(predicate::str::contains("Usage:"));
    }
    mesh_cli().args(["create-product", "--help"]).assert().stdout(predicate::str::contains("Examples:"));
}

#[test]
fn every_shell_gets_its_completions() {
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef mesh-cli"),
        ("fish", "complete -c mesh-cli"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer"),
    ] {
        let assert = mesh_cli().args(["completions", shell]).assert().success().stderr("");
        let script = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
        assert!(script.contains(sign) && script.contains("create-product"), "{shell}");
        if shell == "bash" {
            // The one shell that is on every machine that builds this reads its script.
            let mut bash = assert_cmd::Command::new("bash");
            bash.args(["-n", "-c", &script]).assert().success().stderr("");
        }
    }
    mesh_cli().args(["completions", "tcsh"]).assert().code(2).stdout("");
}
