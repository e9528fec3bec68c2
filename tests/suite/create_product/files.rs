//! Products that begin with a file.

use super::*;
use crate::support::assert_same_tree;

#[test]
fn a_whole_manifest_needs_nothing_else() {
    let sandbox = Sandbox::new();
    let example = crate::support::root().join("examples/orders.order_events/data-product.yaml");
    let run = sandbox.run(&["create-product", "--from", example.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.path().join("order_events/dbt/dbt_project.yml").is_file());
}

#[test]
fn a_part_of_a_manifest_is_completed_and_flags_override_it() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "part.yaml",
        "metadata:\n  domain: logistics\n  name: parcels\n  owner: { team: From the file }\n\
         spec:\n  slo: { freshness: { target: 2 hours, column: updated_at } }\n",
    );
    let run = sandbox.run(&["create-product", "--from", "part.yaml"]);
    assert!(run.code == 2 && run.stderr.contains("`metadata.owner` lacks `email`"), "{}", run.stderr);
    assert!(run.stderr.contains("part.yaml:4:3"), "{}", run.stderr);
    let manifest = manifest(&sandbox, &["create-product", "--from", "part.yaml", "--yes", "--name", "boxes"]);
    assert_eq!(manifest["metadata"]["name"], "boxes");
    assert_eq!(manifest["metadata"]["domain"], "logistics");
    assert_eq!(manifest["metadata"]["owner"]["team"], "From the file");
    assert_eq!(manifest["metadata"]["owner"]["email"], "logistics-team@example.com");
    assert_eq!(manifest["spec"]["slo"]["freshness"]["target"], "2 hours");
    assert!(!sandbox.path().join("boxes").exists());
}

#[test]
fn what_is_wrong_with_the_file_is_shown_in_the_file() {
    let sandbox = Sandbox::new();
    sandbox.write("part.yaml", "metadata:\n  domain: logistics\n  nmae: parcels\n");
    let run = sandbox.run(&["create-product", "--from", "part.yaml", "--name", "parcels", "--yes"]);
    assert!(run.code == 2 && run.stderr.contains("part.yaml:3:3") && run.stderr.contains("did you mean `name`?"));
    sandbox.write("broken.yaml", "metadata: [\n");
    let run = sandbox.run(&["create-product", "--from", "broken.yaml", "--yes"]);
    assert!(run.code == 2 && run.stderr.contains("[yaml/syntax]"), "{}", run.stderr);
    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 2);
}

/// `product create --template` is the same command in other words.
#[test]
fn both_spellings_are_one_command() {
    let products = ["create-product --archetype", "product create --template"].map(|spelling| {
        let sandbox = Sandbox::new();
        let mut arguments: Vec<&str> = spelling.split(' ').collect();
        arguments.extend(["silver-table", "--name", "customer-360", "--domain", "customer", "--yes"]);
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let files = tree(&sandbox.path().join("customer-360"));
        (run.stderr, files)
    });
    assert_eq!(products[0].0, products[1].0);
    assert_same_tree(&products[0].1, &products[1].1, "");
    let manifest: Json =
        serde_yaml::from_str(std::str::from_utf8(&products[0].1["data-product.yaml"]).unwrap()).unwrap();
    assert_eq!(manifest["spec"]["archetype"], "silver-table");
    assert_eq!(manifest["spec"]["inputPorts"][0]["name"], "bronze_customer_360");
    assert_eq!(manifest["metadata"]["name"], "customer-360");
}

#[test]
fn the_source_documents_spelling_lists_what_is_missing_too() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&[
        "product",
        "create",
        "--name",
        "customer-360",
        "--domain",
        "customer",
        "--template",
        "silver-table",
    ]);
    assert!(run.code == 2 && run.stderr.contains("answers are missing"), "{}", run.stderr);
    sandbox.is_empty();
}
