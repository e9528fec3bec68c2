//! `init`: the files of a mesh, kept in step as those of a product are.

use mesh_cli::mesh::Mesh;

use crate::sandbox::{Run, Sandbox};

#[track_caller]
fn init(sandbox: &Sandbox, more: &[&str]) -> Run {
    let run = sandbox.run(&[&["init"], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

fn text(sandbox: &Sandbox, path: &str) -> String {
    std::fs::read_to_string(sandbox.join(path)).unwrap()
}

#[test]
fn a_mesh_is_begun_with_what_was_said_and_is_in_step() {
    let sandbox = Sandbox::new();
    let hostile = "Ac\"me: | # <b>${x}</b> {{ y }}";
    init(&sandbox, &["acme", "--organisation", hostile, "--domain", "orders", "--domain", "customer-care"]);
    let mesh = Mesh::read(&sandbox.join("acme/mesh.yaml")).unwrap();
    assert_eq!(mesh.organisation.name.unwrap().to_string(), hostile);
    assert_eq!(mesh.domains.keys().collect::<Vec<_>>(), ["orders", "customer-care"]);
    for path in ["README.md", "Makefile", ".gitignore", "requirements.txt", ".github/workflows/mesh.yml"] {
        assert!(sandbox.join("acme").join(path).is_file(), "{path}");
    }
    let again = init(&sandbox, &["acme", "--dry-run", "--format", "json"]);
    let again: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(again["changes"], serde_json::json!([]));
}

#[test]
fn a_later_run_adds_a_domain_and_keeps_every_edit() {
    let sandbox = Sandbox::new();
    init(&sandbox, &["--domain", "orders", "--domain", "billing"]);
    let edited = text(&sandbox, "mesh.yaml").replace("  orders:\n", "  orders: # ours\n    clearance: restricted\n");
    sandbox.write("mesh.yaml", &edited);
    std::fs::remove_file(sandbox.join("README.md")).unwrap();
    let run = init(&sandbox, &["--domain", "returns"]);
    assert!(run.stderr.contains("merge     mesh.yaml"), "{}", run.stderr);
    let merged = text(&sandbox, "mesh.yaml");
    assert!(merged.contains("orders: # ours\n    clearance: restricted"), "{merged}");
    let mesh = Mesh::read(&sandbox.join("mesh.yaml")).unwrap();
    assert_eq!(mesh.domains.keys().collect::<Vec<_>>(), ["orders", "billing", "returns"]);
    assert!(!sandbox.join("README.md").exists(), "what was deleted stays deleted");
    let run = init(&sandbox, &[]);
    assert!(run.stderr.contains("is in step"), "{}", run.stderr);
}

#[test]
fn a_mesh_written_by_hand_gets_the_rest_and_keeps_its_file() {
    let sandbox = Sandbox::new();
    let own = "apiVersion: datamesh.io/v1\nkind: Mesh\ndomains: { orders: {} } # by hand\n";
    sandbox.write("mesh.yaml", own);
    let refused = sandbox.run(&["init", "--domain", "returns"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    init(&sandbox, &[]);
    assert_eq!(text(&sandbox, "mesh.yaml"), own);
    assert!(text(&sandbox, "README.md").contains("| `orders` |"));
}

/// Packs have no place for what two folders of templates share. So it stands twice, and here it is held together.
#[test]
fn the_makefiles_of_a_mesh_and_of_a_product_prepare_a_machine_alike() {
    let part = |path: &str, begin: &str, end: &str| {
        let text = std::fs::read_to_string(crate::support::root().join("templates").join(path)).unwrap();
        let (_, after) = text.split_once(begin).unwrap_or_else(|| panic!("{path} has no `{begin}`"));
        after.split_once(end).unwrap_or_else(|| panic!("{path} has no `{end}`")).0.to_owned()
    };
    for (begin, end) in [("sys.version_info", "@touch $@"), ("\nmesh-cli: ##", "--version")] {
        assert_eq!(part("mesh/Makefile", begin, end), part("product/Makefile.tera", begin, end));
    }
}

#[test]
fn demo_is_made_in_its_order_however_many_jobs_there_are() {
    let sandbox = Sandbox::new();
    init(&sandbox, &[]);
    // Python is there already. Building takes its time: what is after it waits.
    sandbox.write("slow", "#!/bin/sh\n[ \"$2\" = build ] && sleep 0.3\necho \"did $1 $2\"\n");
    let slow = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(sandbox.join("slow"), slow).unwrap();
    sandbox.write(".venv/installed", "");
    let mut command = std::process::Command::new("make");
    let run: Run =
        command.current_dir(sandbox.path()).args(["-j8", "demo", "MESH_CLI=./slow"]).output().unwrap().into();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let did: Vec<&str> = run.stdout.lines().filter_map(|line| line.strip_prefix("did ")).collect();
    assert_eq!(did, ["mesh build", "mesh check", "policy check", "catalog build"]);
}

#[test]
fn there_is_no_mesh_in_a_mesh() {
    let sandbox = Sandbox::new();
    init(&sandbox, &["--domain", "orders"]);
    let run = sandbox.run(&["init", "inside"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("is inside the mesh of"), "{}", run.stderr);
    assert!(!sandbox.join("inside").exists());
}
