//! `mesh-cli pack`: beginning a pack, copying files into it, and saying what it offers.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::{root, tree};

/// A sandbox with the pack that `pack new acme` makes.
fn with_pack() -> Sandbox {
    let sandbox = Sandbox::new();
    succeed(&sandbox, &["pack", "new", "acme"]);
    sandbox
}

#[track_caller]
fn succeed(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let run = sandbox.run(arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[track_caller]
fn wrong(sandbox: &Sandbox, arguments: &[&str], words: &[&str]) {
    let run = sandbox.run(arguments);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
    }
}

#[test]
fn a_new_pack_is_laid_over_the_built_in_one_and_renders() {
    let sandbox = with_pack();
    let names: Vec<String> = tree(&sandbox.join("acme")).into_keys().collect();
    assert_eq!(names, ["README.md", "pack.yaml", "product/README.md.tera", "tests/matrix.yaml"]);
    let arguments = ["create-product", "--domain", "orders", "--name", "returns", "--yes", "--pack", "acme"];
    succeed(&sandbox, &arguments);
    let lock = fs::read_to_string(sandbox.join("returns/.mesh/lock.yaml")).unwrap();
    assert!(lock.contains("acme"), "{lock}");
    // Only the block that is filled differs.
    succeed(&sandbox, &["create-product", "--domain", "orders", "--name", "returns", "--yes", "--out", "standard"]);
    let readme = |product: &str| fs::read_to_string(sandbox.join(product).join("README.md")).unwrap();
    let (acme, standard) = (readme("returns"), readme("standard"));
    let above = |text: &str| text.split_once("## Support").unwrap().0.to_owned();
    assert_eq!(above(&acme), above(&standard));
    assert!(acme != standard && acme.contains("platform team answers for what every product shares"), "{acme}");
}

#[test]
fn a_new_pack_replaces_nothing_and_has_a_name_that_is_its_own() {
    let sandbox = with_pack();
    let before = tree(sandbox.path());
    wrong(&sandbox, &["pack", "new", "acme"], &["acme exists and is not empty"]);
    for name in ["Acme", "a b", "../x", "standard", "builtin", "a_b", ""] {
        wrong(&sandbox, &["pack", "new", name], &["cannot be the name of a pack", "lower-case letters"]);
    }
    let run = sandbox.run(&["pack", "new", "other", "--extends", "zebra"]);
    assert!(run.code != 0 && run.stderr.contains("zebra"), "{}", run.stderr);
    assert_eq!(tree(sandbox.path()), before);
    succeed(&sandbox, &["pack", "new", "other", "--out", "packs/other"]);
    assert!(sandbox.join("packs/other/pack.yaml").is_file());
}

#[test]
fn a_file_of_the_pack_below_is_copied_as_it_is() {
    let sandbox = with_pack();
    let paths = ["product/Makefile.tera", "ports/duckdb/port.yaml"];
    let run = succeed(&sandbox, &["pack", "eject", paths[0], paths[1], "--pack", "acme"]);
    assert!(run.stderr.contains("copied product/Makefile.tera to acme/product/Makefile.tera"), "{}", run.stderr);
    for path in paths {
        let copy = fs::read(sandbox.join("acme").join(path)).unwrap();
        assert_eq!(copy, fs::read(root().join("templates").join(path)).unwrap());
    }
}

#[test]
fn a_copy_never_overwrites_and_all_are_made_or_none() {
    let sandbox = with_pack();
    let before = tree(sandbox.path());
    let pack = ["--pack", "acme"];
    let eject = |paths: &[&'static str]| [&["pack", "eject"][..], paths, &pack].concat();
    wrong(
        &sandbox,
        &eject(&["product/Makefile.tera", "product/README.md.tera"]),
        &["acme/product/README.md.tera is there already", "remove it first"],
    );
    wrong(&sandbox, &eject(&["product/Makefile.tera", "pack.yaml"]), &["no file `pack.yaml`"]);
    wrong(&sandbox, &eject(&["product"]), &["no file `product`"]);
    wrong(&sandbox, &eject(&["../x"]), &["no file `../x`"]);
    wrong(&sandbox, &eject(&["product/Makefle.tera"]), &["did you mean `product/Makefile.tera`?"]);
    // The path in the product is what people know.
    wrong(&sandbox, &eject(&["CODEOWNERS"]), &["did you mean `product/CODEOWNERS.tera`?"]);
    wrong(&sandbox, &["pack", "eject", "product/Makefile.tera"], &["there is no pack.yaml in .", "mesh-cli pack new"]);
    assert_eq!(tree(sandbox.path()), before);
}

#[test]
fn a_copy_follows_no_link_out_of_the_pack() {
    let sandbox = with_pack();
    let elsewhere = Sandbox::new();
    symlink(elsewhere.path(), sandbox.join("acme/ports")).unwrap();
    wrong(&sandbox, &["pack", "eject", "ports/duckdb/port.yaml", "--pack", "acme"], &["leads out of the pack"]);
    assert_eq!(tree(elsewhere.path()).len(), 0);
}

#[test]
fn what_a_pack_offers_is_shown_to_people_and_to_programs() {
    let sandbox = with_pack();
    let screen = succeed(&sandbox, &["pack", "show", "acme"]).stdout;
    for line in ["acme 0.1.0\n", "laid over standard\n", "  merged     README.md\n", "project (required)\n"] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
    assert!(screen.contains("<{ item.stg }>.sql, for each of inputs\n"), "{screen}");
    let shown = succeed(&sandbox, &["pack", "show", "acme", "--format", "json"]).stdout;
    let shown: Json = serde_json::from_str(&shown).unwrap();
    assert_eq!((&shown["formatVersion"], &shown["name"]), (&1.into(), &"acme".into()));
    let files = shown["components"][0]["files"].as_array().unwrap();
    let readme = files.iter().find(|file| file["path"] == "README.md").unwrap();
    assert_eq!((&readme["owner"], &readme["template"]), (&"merged".into(), &"product/README.md.tera".into()));
    // In a pack's folder that pack is meant, elsewhere the built-in one.
    let here = Run::from(sandbox.command(&["pack", "show"]).current_dir(sandbox.join("acme")).output().unwrap());
    assert_eq!(here.stdout, screen);
    assert!(succeed(&sandbox, &["pack", "show"]).stdout.starts_with("standard "));
    assert!(succeed(&sandbox, &["pack", "show", "builtin"]).stdout.starts_with("standard "));
}

#[test]
fn packs_are_listed() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        let run = Run::from(command.env("MESH_CLI_CACHE", sandbox.join("cache")).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    assert!(run(&["pack", "list"]).starts_with("builtin  standard "));
    run(&["pack", "new", "acme", "--out", "packs/acme"]);
    sandbox.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\npacks: [./packs/acme]\n");
    let screen = run(&["pack", "list"]);
    assert!(screen.contains("\nmesh     acme 0.1.0  ./packs/acme\n         What acme adds"), "{screen}");
    let list: Json = serde_json::from_str(&run(&["pack", "list", "--format", "json"])).unwrap();
    let of = |at: usize, key: &str| list["packs"][at][key].as_str().unwrap().to_owned();
    assert_eq!((of(0, "name"), of(0, "source")), ("standard".to_owned(), "builtin".to_owned()));
    assert_eq!((of(1, "name"), of(1, "from")), ("acme".to_owned(), "mesh".to_owned()));
    assert!(of(1, "digest").starts_with("sha256:"));
}

/// A pack of a domain over the one of the organisation: the mesh says which lies below which.
#[test]
fn a_pack_over_another_finds_it_in_the_mesh_or_by_a_flag() {
    let sandbox = with_pack();
    sandbox.write("acme/product/docs/acme.md", "x\n");
    succeed(&sandbox, &["pack", "new", "orders", "--extends", "acme"]);
    let about = fs::read_to_string(sandbox.join("orders/pack.yaml")).unwrap();
    assert!(about.contains("extends: acme\n"), "{about}");
    let template = fs::read_to_string(sandbox.join("orders/product/README.md.tera")).unwrap();
    assert!(template.starts_with("<% extends \"acme:product/README.md.tera\" %>"), "{template}");

    let alone = sandbox.run(&["pack", "lint", "orders"]);
    assert!(alone.code == 1 && alone.stderr.contains("there is no pack `acme` below this one"), "{}", alone.stderr);
    succeed(&sandbox, &["pack", "lint", "orders", "--on", "acme", "--strict"]);
    succeed(&sandbox, &["pack", "eject", "product/docs/acme.md", "--pack", "orders", "--on", "acme"]);
    succeed(&sandbox, &["pack", "test", "orders", "--on", "acme"]);
    sandbox.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\npacks: [./acme, ./orders]\n");
    succeed(&sandbox, &["pack", "lint", "orders", "--strict"]);
    succeed(&sandbox, &["pack", "lint", "acme", "--strict"]);
    succeed(&sandbox, &["pack", "test", "orders"]);
    let shown = succeed(&sandbox, &["pack", "show", "orders"]).stdout;
    let layers = shown.lines().find(|line| line.starts_with("layers: standard ")).unwrap();
    assert!(layers.ends_with(", acme 0.1.0, orders 0.1.0"), "{layers}");
    // Also from inside of it.
    let mut command = sandbox.command(&["pack", "lint", "--strict"]);
    let inside = Run::from(command.current_dir(sandbox.join("orders")).output().unwrap());
    assert_eq!(inside.code, 0, "{}", inside.stderr);
}

#[test]
fn the_reference_of_a_pack_is_written_and_kept_in_step() {
    let sandbox = with_pack();
    let page = succeed(&sandbox, &["pack", "docs", "acme"]).stdout;
    for part in [
        "# The pack `acme`\n",
        "### `bigquery`\n",
        "| `project` | text | required |",
        "| `README.md` | merged |",
        "| `product/Makefile.tera` | `checks`,",
        "| `port.location.project` | Google Cloud project that",
        "| `manifest` | The whole manifest, as a value. |",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let write = ["pack", "docs", "acme", "--out", "acme/REFERENCE.md"];
    let check = [&write[..], &["--check"]].concat();
    assert_eq!(sandbox.run(&check).code, 1);
    assert!(!sandbox.join("acme/REFERENCE.md").exists());
    succeed(&sandbox, &write);
    assert_eq!(fs::read_to_string(sandbox.join("acme/REFERENCE.md")).unwrap(), page);
    assert_eq!(succeed(&sandbox, &check).stderr, "");
    sandbox.write("acme/product/NEWS.md", "x\n");
    let late = sandbox.run(&check);
    assert!(late.code == 1 && late.stderr.contains("acme/REFERENCE.md is out of date"), "{}", late.stderr);
}

/// A pack that asks, and that takes a file away.
const ASKING: &str = r#"name: acme
version: 1.0.0
extends: standard
remove:
  - product/.editorconfig
options:
  - name: tier
    choices: [gold, silver]
    default: silver
    help: How fast the platform answers
  - name: pager
    when: options.tier == "gold"
    help: Who is called
  - name: token
    secret: true
    required: true
    help: Opens the vault
"#;

#[test]
fn what_a_pack_asks_and_removes_is_shown_and_written_down() {
    let sandbox = Sandbox::new();
    sandbox.write("acme/pack.yaml", ASKING);
    let screen = succeed(&sandbox, &["pack", "show", "acme"]).stdout;
    for line in [
        "acme removes product/.editorconfig\n",
        "  pager  Who is called (when options.tier == \"gold\")\n  token  Opens the vault (required, secret)\n",
    ] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
    let shown = succeed(&sandbox, &["pack", "show", "acme", "--format", "json"]).stdout;
    let shown: Json = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["layers"][1]["remove"], serde_json::json!(["product/.editorconfig"]));
    let page = succeed(&sandbox, &["pack", "docs", "acme"]).stdout;
    for line in [
        "| `pager` | text | asked when `options.tier == \"gold\"` | Who is called |\n",
        "| `token` | text | required | Opens the vault. The name of an environment variable that holds the secret. |\n",
        "| `product/.editorconfig` | `acme` |\n",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
}
