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

#[test]
fn there_is_no_mesh_in_a_mesh() {
    let sandbox = Sandbox::new();
    init(&sandbox, &["--domain", "orders"]);
    let run = sandbox.run(&["init", "inside"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("is inside the mesh of"), "{}", run.stderr);
    assert!(!sandbox.join("inside").exists());
}
