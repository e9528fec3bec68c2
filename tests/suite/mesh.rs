//! `mesh.yaml`: the packs of an organisation, and what new products start with.

use mesh_cli::mesh::{Mesh, json_schema};
use mesh_cli::plan::LockState;

use crate::sandbox::Sandbox;

const HEAD: &str = "apiVersion: datamesh.io/v1\nkind: Mesh\n";

/// A mesh with the pack `acme`.
fn mesh(more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("mesh.yaml", format!("{HEAD}packs: [./packs/acme]\n{more}"));
    sandbox.write("packs/acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: standard\n");
    sandbox.write("packs/acme/product/acme.txt", "acme\n");
    sandbox
}

fn text(sandbox: &Sandbox, path: &str) -> String {
    std::fs::read_to_string(sandbox.join(path)).unwrap()
}

#[track_caller]
fn created(sandbox: &Sandbox, more: &[&str]) {
    let run = sandbox.run(&[&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[track_caller]
fn refused(sandbox: &Sandbox, words: &[&str]) {
    let run = sandbox.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("error: mesh.yaml cannot be used"), "{}", run.stderr);
    words.iter().for_each(|word| assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr));
    assert!(!sandbox.join("parcels").exists());
}

#[test]
fn a_product_is_made_with_the_packs_of_its_mesh() {
    let sandbox = mesh("");
    std::fs::create_dir_all(sandbox.join("domains/logistics")).unwrap();
    // From wherever the product goes, and from wherever the user stands.
    let out = sandbox.join("domains/logistics/parcels");
    let elsewhere = Sandbox::new();
    for option in [vec!["--out".to_owned(), out.display().to_string()], vec![format!("--out={}", out.display())]] {
        let option: Vec<&str> = option.iter().map(String::as_str).collect();
        created(&elsewhere, &option);
        assert_eq!(text(&sandbox, "domains/logistics/parcels/acme.txt"), "acme\n");
        std::fs::remove_dir_all(&out).unwrap();
    }
    let mut command = sandbox.command(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"]);
    let status = command.current_dir(sandbox.join("domains/logistics")).output().unwrap().status;
    assert!(status.success());
    let lock = LockState::parse(&text(&sandbox, "domains/logistics/parcels/.mesh/lock.yaml")).unwrap();
    assert_eq!(lock.packs[1].source, "../../../packs/acme");
    // A product stands alone: without mesh.yaml its lock says which packs it has.
    std::fs::remove_file(sandbox.join("mesh.yaml")).unwrap();
    assert_eq!(sandbox.run(&["validate", "domains/logistics/parcels"]).code, 0);
}

#[test]
fn the_packs_of_the_command_line_go_before_those_of_the_mesh() {
    let sandbox = mesh("");
    created(&sandbox, &["--pack", "builtin"]);
    assert!(!sandbox.join("parcels/acme.txt").exists());
}

#[test]
fn the_nearest_mesh_counts() {
    let sandbox = mesh("");
    sandbox.write("inner/mesh.yaml", HEAD);
    created(&sandbox, &["--out", "inner/parcels"]);
    assert!(!sandbox.join("inner/parcels/acme.txt").exists());
}

#[test]
fn a_mesh_is_that_of_the_folder_that_is_meant() {
    let sandbox = Sandbox::new();
    sandbox.write("mesh.yaml", HEAD);
    sandbox.write("inner/mesh.yaml", HEAD);
    std::fs::create_dir_all(sandbox.join("there")).unwrap();
    for (folder, file) in [
        ("inner", "inner/mesh.yaml"),
        ("inner/.", "inner/mesh.yaml"),
        ("inner/not/there/yet", "inner/mesh.yaml"),
        // What is left again is not above.
        ("inner/../there", "mesh.yaml"),
        ("inner/deep/../..", "mesh.yaml"),
        ("there/../inner", "inner/mesh.yaml"),
    ] {
        assert_eq!(Mesh::file_of(&sandbox.join(folder)).unwrap(), Some(sandbox.join(file)), "{folder}");
    }
}

#[test]
fn a_domain_near_one_of_the_mesh_is_refused_until_the_mesh_lists_it() {
    let sandbox = mesh("domains: { trains: {}, customer-care: {} }\n");
    let create = |domain: &str, more: &[&str]| {
        sandbox.run(&[&["create-product", "--domain", domain, "--name", "parcels", "--yes"], more].concat())
    };
    for (domain, near) in [("trians", "`trains`"), ("customer_care", "`customer-care`")] {
        let run = create(domain, &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        for words in [&format!("did you mean {near}?"), "mesh.yaml lists no domain", "add it to mesh.yaml first"] {
            assert!(run.stderr.contains(words), "`{words}`: {}", run.stderr);
        }
        assert!(!sandbox.join("parcels").exists());
    }
    // What is near to nothing is new, and told of.
    let run = create("billing", &["--out", "billing"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("note: mesh.yaml lists no domain `billing`"), "{}", run.stderr);
    let text = text(&sandbox, "mesh.yaml").replace("trains: {}", "trains: {}, trians: {}");
    sandbox.write("mesh.yaml", text);
    assert_eq!(create("trians", &[]).code, 0);
}

#[test]
fn a_product_that_is_there_for_sql_is_not_made_again() {
    let sandbox = Sandbox::in_memory();
    sandbox.write("mesh.yaml", format!("{HEAD}products: ['domains/*/*']\n"));
    let create = |name: &str, more: &[&str]| {
        sandbox.run(&[&["create-product", "--domain", "orders", "--name", name, "--yes"], more].concat())
    };
    assert_eq!(create("order_events", &[]).code, 0);
    for (name, more) in [("order-events", &[][..]), ("order_events", &["--out", "elsewhere"])] {
        let run = create(name, more);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        let words = "there is a product `orders.order_events` in domains/orders/order_events already";
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(!sandbox.join("domains/orders/order-events").exists() && !sandbox.join("elsewhere").exists());
    }
    assert_eq!(create("order_items", &[]).code, 0);
}

#[test]
fn a_product_that_reads_another_begins_with_its_fields() {
    let sandbox = Sandbox::new();
    sandbox.write("mesh.yaml", format!("{HEAD}products: ['domains/*/*']\n"));
    let made = sandbox.run(&["create-product", "--domain", "orders", "--name", "events", "--yes"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let create = |version: &str| {
        let ports = format!(
            "spec.inputPorts=[{{name: events, kind: product, location: {{product: orders.events, version: {version}}}}}]"
        );
        sandbox.run(&["create-product", "--domain", "sales", "--name", "pace", "--yes", "--set", &ports])
    };
    let number = create("1");
    assert_eq!(number.code, 2, "{}", number.stderr);
    assert!(number.stderr.contains("help: write it in quotes: `version: \"1\"`"), "{}", number.stderr);
    let made = create("\"1\"");
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(!made.stderr.contains("there is no product"), "{}", made.stderr);
    let manifest = text(&sandbox, "domains/sales/pace/data-product.yaml");
    assert_eq!(manifest.matches("name: events_id").count(), 2, "read, and passed on: {manifest}");
    let check = sandbox.run(&["mesh", "check", "--format", "github"]);
    let errors: Vec<&str> = check.stdout.lines().filter(|line| line.starts_with("::error")).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("mesh/undeclared-consumer"), "{errors:?}");
    let misspelt = "spec.inputPorts=[{name: events, kind: product, location: {product: orders.evnts, version: '1'}}]";
    let run = sandbox.run(&["create-product", "--domain", "sales", "--name", "trend", "--yes", "--set", misspelt]);
    let note = "note: there is no product `orders.evnts` in the mesh yet: did you mean `orders.events`?";
    assert!(run.code == 0 && run.stderr.contains(note), "{}", run.stderr);
}

#[test]
fn defaults_are_written_into_the_manifest() {
    let sandbox = mesh(
        "defaults:
  metadata:
    owner: { team: '<{ domain.kebab }>-crew' }
  spec:
    archetype: aggregate
    access: { retention: 3 years }
",
    );
    created(&sandbox, &["--owner-email", "a@example.com"]);
    let manifest = text(&sandbox, "parcels/data-product.yaml");
    for words in ["team: logistics-crew", "email: a@example.com", "archetype: aggregate", "retention: 3 years"] {
        assert!(manifest.contains(words), "{words}: {manifest}");
    }
    // What a user says goes before, and an archetype's starter after.
    std::fs::remove_dir_all(sandbox.join("parcels")).unwrap();
    created(&sandbox, &["--archetype", "source-aligned", "--retention", "1 year", "--out", "other"]);
    let manifest = text(&sandbox, "other/data-product.yaml");
    for words in ["archetype: source-aligned", "retention: 1 year", "team: logistics-crew"] {
        assert!(manifest.contains(words), "{words}: {manifest}");
    }
}

#[test]
fn defaults_that_no_manifest_knows_are_findings() {
    let sandbox = mesh("defaults:\n  spec: { acces: { retention: 3 years } }\n");
    let run = sandbox.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`spec` has no key `acces`"), "{}", run.stderr);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "mesh.yaml",
        "apiVersion: datamesh.io/v1\nknid: Mesh\npacks: [acme.tar.gz, 'git::-x']\nproducts: ['a[']\nzebra: 1\n",
    );
    let words = ["no key `knid`", "mesh.yaml:2:1", "did you mean `kind`?", "mesh.yaml:3:9", "lacks its digest"];
    refused(&sandbox, &words);
    refused(&sandbox, &["mesh.yaml:3:22", "names no repository", "no key `zebra`", "mesh.yaml:4:12", "5 errors"]);
    for (text, words) in [
        ("", &["holds nothing"][..]),
        ("- a\n", &["the mesh must be a mapping", "`kind: Mesh`"]),
        ("a: [\n", &["yaml/syntax"]),
        (
            &format!("{HEAD}<<<<<<< ours\npacks: []\n=======\n"),
            &["mesh.yaml:3:1", "a conflict begins here", "take out the lines"],
        ),
        (&format!("{HEAD}packs: ./acme\n"), &["`packs` must be a list"]),
        (&format!("{HEAD}packs: [1]\n"), &["`packs[0]` must be text"]),
        (&format!("{HEAD}products: ['a[']\n"), &["mesh.yaml:3:12", "unclosed character class"]),
        (&format!("{HEAD}defaults: 1\n"), &["`defaults` must be a mapping"]),
        ("apiVersion: datamesh.io/v2\nkind: Mesh\n", &["`apiVersion` cannot be `datamesh.io/v2`"]),
        ("kind: Mesh\n", &["the mesh lacks `apiVersion`"]),
        (
            &format!("{HEAD}policies: {{ folder: [a], severity: {{ SLO-001: eror }} }}\n"),
            &["no key `folder`", "`error`"],
        ),
        (&format!("{HEAD}policies: {{ maxWaiver: '90' }}\n"), &["`90` has no unit"]),
        (&format!("{HEAD}domains: {{ Bad Name: {{}} }}\n"), &["mesh.yaml:3:12", "a name has lower-case letters"]),
        (&format!("{HEAD}evolution: {{ window: soon }}\n"), &["evolution.window"]),
    ] {
        sandbox.write("mesh.yaml", text);
        refused(&sandbox, words);
    }
    sandbox.write("mesh.yaml", format!("{HEAD}packs:\ndefaults:\nproducts:\npolicies:\n  folders:\n"));
    created(&sandbox, &[]);
}

#[test]
fn a_folder_is_a_place_for_products_when_a_pattern_says_so() {
    let sandbox = Sandbox::new();
    for (products, folder, listed) in [
        ("", "anything/at/all", true),
        ("products: [domains/*/products/*]", "domains/orders/products/order_events", true),
        ("products: [domains/*/products/*]", "domains/orders/products", false),
        ("products: [domains/*/products/*]", "domains/orders/more/products/order_events", false),
        ("products: [./orders/, 'customer/**']", "orders", true),
        ("products: [./orders/, 'customer/**']", "customer/a/b", true),
        ("products: []", "orders", false),
    ] {
        sandbox.write("mesh.yaml", format!("{HEAD}{products}\n"));
        let mesh = Mesh::find(sandbox.path()).unwrap().unwrap();
        assert_eq!(mesh.lists(folder.as_ref()), listed, "{products} {folder}");
    }
}

#[test]
fn the_schema_is_printed_and_fits() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["schema", "mesh"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(schema, json_schema());
    let validator = jsonschema::options().build(&schema).unwrap();
    let whole = serde_json::json!({
        "apiVersion": "datamesh.io/v1", "kind": "Mesh", "packs": ["./a"], "defaults": { "spec": {} }, "products": ["**"],
    });
    assert!(validator.is_valid(&whole));
    assert!(!validator.is_valid(&serde_json::json!({ "apiVersion": "datamesh.io/v1", "kind": "Mesh", "pack": [] })));
}
