//! A mesh whose products lie in its own repository, in a folder elsewhere, and in a repository that is fetched.

use std::process::Command;

use super::pretended::Python;
use super::{create, manifest, reads};
use crate::sandbox::{Run, Sandbox};

fn git(folder: &std::path::Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    let status = Command::new("git").current_dir(folder).args(identity).args(arguments).status();
    assert!(status.unwrap().success());
}

/// `mesh/` with the events, `there/` with the moves, and `git/` with the pace, which is fetched as `v1`.
fn mesh() -> Sandbox {
    let sandbox = Sandbox::new();
    let own = "kind: postgres, system: shop, location: { table: public.events }";
    for (id, input, place) in [
        ("orders.events", own, "mesh/domains/orders/events"),
        ("stock.moves", &reads("orders.events"), "there/moves"),
        ("sales.pace", &reads("stock.moves"), "git/products/pace"),
    ] {
        create(&sandbox, id, &manifest(id, input));
        let to = sandbox.join(place);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::rename(sandbox.join("domains").join(id.replace('.', "/")), to).unwrap();
    }
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "x"], &["tag", "v1"]] {
        git(&sandbox.join("git"), arguments);
    }
    sandbox.write(
        "mesh/mesh.yaml",
        "apiVersion: datamesh.io/v1\nkind: Mesh\nrepositories: [../there, 'git::../git//products?ref=v1']\n",
    );
    sandbox
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut command = sandbox.command(arguments);
    command.env("MESH_CLI_CACHE", sandbox.join("cache")).current_dir(sandbox.join("mesh")).output().unwrap().into()
}

#[test]
fn every_command_of_a_mesh_takes_products_of_other_repositories() {
    let Some(python) = Python::new("mesh build over repositories") else { return };
    let sandbox = mesh();
    let fine = |arguments: &[&str], words: &[&str]| {
        let run = run(&sandbox, arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        let said = [run.stdout, run.stderr].concat();
        words.iter().for_each(|word| assert!(said.contains(word), "{arguments:?}: `{word}`: {said}"));
    };
    fine(&["mesh", "list"], &["orders.events", "stock.moves", "sales.pace"]);
    fine(&["mesh", "graph", "--format", "dot"], &["\"stock.moves\" -> \"sales.pace\""]);
    fine(&["impact", "orders.events.quantity"], &["orders.events → stock.moves → sales.pace"]);
    let path = python.path();
    let build = ["mesh", "build", "--python", path.to_str().unwrap()];
    fine(&build, &["3 products: 3 built"]);
    assert!(sandbox.join("mesh/.mesh/build/sales.pace/v1.parquet").is_file());
    let only = |name: &'static str| [&build[..], &["--only", name]].concat();
    fine(&only("git::../git//products?ref=v1/pace"), &["1 product: 1 built", "read as built before: stock.moves"]);
    fine(&only("../there/moves"), &["1 product: 1 built"]);
    fine(&["catalog", "build"], &["3 products"]);
    assert!(sandbox.join("mesh/site/products/sales/pace/index.html").is_file());
    // Git knows the changes of what it holds, whatever lies elsewhere.
    git(&sandbox.join("mesh"), &["init", "-q"]);
    git(&sandbox.join("mesh"), &["add", "domains"]);
    git(&sandbox.join("mesh"), &["commit", "-qm", "x"]);
    fine(&["mesh", "report"], &["1 since"]);
    // What is not rendered is told by where it really is.
    std::fs::remove_dir_all(sandbox.join("there/moves/dbt")).unwrap();
    let failed = run(&sandbox, &only("stock.*"));
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("render it with `mesh-cli generate ../there/moves`"), "{}", failed.stderr);
}
