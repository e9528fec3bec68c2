//! `generate`, `update`, `resolve` and `status`: a product follows its manifest and its packs, and no edit is lost.

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

const PACK: &str =
    "name: acme\nversion: 1.0.0\nextends: standard\nfiles:\n  - { template: guide.md.tera, owner: merged }\n";
const GUIDE: &str = "# <{ product.title | md }>\n\none\ntwo\nthree\n";

/// A sandbox with the product `parcels`, as `create-product` makes it.
fn product() -> Sandbox {
    let sandbox = Sandbox::new();
    with_arguments(&sandbox, &[]);
    sandbox
}

fn with_arguments(sandbox: &Sandbox, more: &[&str]) {
    let arguments = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];
    let run = sandbox.run(&[&arguments[..], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// A sandbox with a pack of its own in `pack/`, and a product made with it.
fn with_pack() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", PACK);
    sandbox.write("pack/product/guide.md.tera", GUIDE);
    with_arguments(&sandbox, &["--pack", "pack"]);
    sandbox
}

fn read(sandbox: &Sandbox, path: &str) -> String {
    std::fs::read_to_string(sandbox.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn edit(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = read(sandbox, path);
    assert!(text.contains(from), "{path} does not hold {from:?}");
    sandbox.write(path, text.replacen(from, to, 1));
}

fn add_field(sandbox: &Sandbox, name: &str) {
    let field = format!("      - name: {name}\n        type: double\n        description: In kilograms\n");
    edit(sandbox, "parcels/data-product.yaml", "      - name: quantity\n", &format!("{field}      - name: quantity\n"));
}

/// Path → action, as `--format json` says.
fn actions(run: &Run) -> Vec<(String, String)> {
    let json: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}\n{}", run.stdout, run.stderr));
    let text = |change: &Json, key: &str| change[key].as_str().unwrap().to_owned();
    json["changes"].as_array().unwrap().iter().map(|change| (text(change, "path"), text(change, "action"))).collect()
}

#[test]
fn a_new_product_is_in_step() {
    let sandbox = product();
    let before = tree(sandbox.path());
    for arguments in [&["generate", "parcels"][..], &["generate", "parcels", "--check"], &["update", "parcels"]] {
        let run = sandbox.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert_eq!(run.stderr, "logistics.parcels is in step\n");
    }
    assert_eq!(tree(sandbox.path()), before);
}

#[test]
fn a_new_field_reaches_every_artefact_and_edits_stay() {
    let sandbox = product();
    let notes = "\n## Our notes\n\nCall Bob.\n";
    sandbox.write("parcels/README.md", read(&sandbox, "parcels/README.md") + notes);
    edit(&sandbox, "parcels/dbt/models/intermediate/int_parcels__assembled.sql", "with", "-- ours\nwith");
    add_field(&sandbox, "weight");
    let check = sandbox.run(&["generate", "--check", "parcels"]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert!(check.stdout.contains("+| `weight` | double | no | In kilograms | |"), "{}", check.stdout);
    assert!(!read(&sandbox, "parcels/README.md").contains("weight"));

    let run = sandbox.run(&["generate", "parcels", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(actions(&run).contains(&("README.md".into(), "merge".into())), "{}", run.stdout);
    for path in [
        "README.md",
        "schemas/parcels_v1.avsc",
        "dbt/models/products/parcels.yml",
        "dbt/models/products/parcels_v1.sql",
        "dbt/seeds/logistics_service__parcels.csv",
    ] {
        assert!(read(&sandbox, &format!("parcels/{path}")).contains("weight"), "{path}");
    }
    assert!(read(&sandbox, "parcels/README.md").ends_with(notes));
    assert!(read(&sandbox, "parcels/dbt/models/intermediate/int_parcels__assembled.sql").contains("-- ours"));
    assert_eq!(sandbox.run(&["generate", "--check", "parcels"]).code, 0);
}

#[test]
fn a_hand_edit_of_a_generated_file_is_shown_and_goes_only_by_name() {
    let sandbox = product();
    let schema = "parcels/schemas/parcels_v1.avsc";
    edit(&sandbox, schema, "parcels", "parcelz");
    let edited = read(&sandbox, schema);
    let check = sandbox.run(&["generate", "--check", "parcels"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains("parcelz"), "{}", check.stdout);
    add_field(&sandbox, "weight");
    let run = sandbox.run(&["generate", "parcels", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert!(actions(&run).contains(&("schemas/parcels_v1.avsc".into(), "refuse".into())), "{}", run.stdout);
    assert_eq!(read(&sandbox, schema), edited);
    assert!(read(&sandbox, "parcels/README.md").contains("weight"), "the others follow");
    let run = sandbox.run(&["generate", "parcels", "--force", "schemas/parcels_v1.avsc"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(read(&sandbox, schema).contains("weight"));
    assert_eq!(sandbox.run(&["generate", "--check", "parcels"]).code, 0);
}

#[test]
fn a_file_the_team_deleted_stays_deleted() {
    let sandbox = product();
    std::fs::remove_file(sandbox.join("parcels/CODEOWNERS")).unwrap();
    for field in ["weight", "volume"] {
        add_field(&sandbox, field);
        assert_eq!(sandbox.run(&["generate", "parcels"]).code, 0);
        assert!(!sandbox.join("parcels/CODEOWNERS").exists());
    }
    assert_eq!(sandbox.run(&["generate", "parcels", "--force", "CODEOWNERS"]).code, 0);
    assert!(sandbox.join("parcels/CODEOWNERS").exists());
}

#[test]
fn a_changed_pack_waits_for_an_update() {
    let sandbox = with_pack();
    sandbox.write("pack/product/guide.md.tera", GUIDE.replace("two", "2"));
    let run = sandbox.run(&["generate", "parcels"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("pack/changed") && run.stderr.contains("mesh-cli update"), "{}", run.stderr);
    let run = sandbox.run(&["update", "parcels", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(actions(&run), [("guide.md".to_owned(), "update".to_owned())]);
    assert_eq!(read(&sandbox, "parcels/guide.md"), "# Parcels\n\none\n2\nthree\n");
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
}

#[test]
fn a_conflict_leaves_markers_and_is_resolved_or_aborted() {
    let sandbox = with_pack();
    edit(&sandbox, "parcels/guide.md", "two", "zwei");
    sandbox.write("pack/product/guide.md.tera", GUIDE.replace("two", "2"));
    sandbox.write("pack/pack.yaml", PACK.replace("1.0.0", "1.1.0"));
    let before = tree(&sandbox.join("parcels"));

    let run = sandbox.run(&["update", "parcels", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(actions(&run), [("guide.md".to_owned(), "conflict".to_owned())]);
    let text = read(&sandbox, "parcels/guide.md");
    assert!(
        text.contains(
            "<<<<<<< yours\nzwei\n||||||| last render (acme 1.0.0)\ntwo\n=======\n2\n>>>>>>> new render (acme 1.1.0)\n"
        ),
        "{text}"
    );
    for arguments in
        [&["resolve", "--product", "parcels"][..], &["update", "parcels"], &["generate", "parcels", "--check"]]
    {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1, "{arguments:?}");
        assert!(run.stderr.contains("guide.md holds markers of a conflict at line 4"), "{}", run.stderr);
    }

    assert_eq!(sandbox.run(&["update", "--abort", "parcels"]).code, 0);
    assert_eq!(tree(&sandbox.join("parcels")), before);

    assert_eq!(sandbox.run(&["update", "parcels"]).code, 1);
    sandbox.write("parcels/guide.md", "# Parcels\n\none\nzwei (2)\nthree\n");
    let run = sandbox.run(&["resolve", "--product", "parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!sandbox.join("parcels/.mesh/update").exists());
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
    assert_eq!(read(&sandbox, "parcels/guide.md"), "# Parcels\n\none\nzwei (2)\nthree\n");
}

#[test]
fn a_side_is_taken_at_once() {
    for (side, line) in [("yours", "zwei"), ("new", "2")] {
        let sandbox = with_pack();
        edit(&sandbox, "parcels/guide.md", "two", "zwei");
        sandbox.write("pack/product/guide.md.tera", GUIDE.replace("two", "2"));
        assert_eq!(sandbox.run(&["update", "parcels"]).code, 1);
        let run = sandbox.run(&["resolve", "--take", side, "guide.md", "--product", "parcels"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(read(&sandbox, "parcels/guide.md"), format!("# Parcels\n\none\n{line}\nthree\n"));
    }
}

#[test]
fn an_answer_is_changed_in_the_manifest_and_its_comments_stay() {
    let sandbox = product();
    let manifest = "parcels/data-product.yaml";
    edit(&sandbox, manifest, "spec:\n", "spec: # ours\n");
    let run = sandbox.run(&["update", "parcels", "--set", "spec.slo.freshness.target=15 minutes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = read(&sandbox, manifest);
    assert!(text.contains("spec: # ours\n") && text.contains("target: 15 minutes"), "{text}");
    assert!(read(&sandbox, "parcels/README.md").contains("15 minutes"));
    let run = sandbox.run(&["update", "parcels", "--set", "spec.slo.freshness.targt=15m"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(read(&sandbox, manifest), text);
}

#[test]
fn a_lock_edited_by_hand_is_noticed() {
    let sandbox = product();
    edit(&sandbox, "parcels/.mesh/lock.yaml", "owner: once", "owner: merged");
    for arguments in [&["generate", "parcels"][..], &["generate", "parcels", "--check"], &["update", "parcels"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("lock/edited"), "{}", run.stderr);
    }
    let run = sandbox.run(&["generate", "parcels", "--force", ".mesh/lock.yaml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
}

#[test]
fn status_tells_packs_and_departures() {
    let sandbox = with_pack();
    edit(&sandbox, "parcels/guide.md", "two", "zwei");
    edit(&sandbox, "parcels/schemas/parcels_v1.avsc", "parcels", "parcelz");
    sandbox.write("pack/pack.yaml", PACK.replace("1.0.0", "1.1.0"));
    let run = sandbox.run(&["status", "parcels"]);
    assert_eq!(run.code, 1);
    for words in ["acme 1.0.0  (1.1.0 is available", "edited   guide.md  (merged)", "drift    schemas/parcels_v1.avsc"]
    {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let json: Json = serde_json::from_str(&sandbox.run(&["status", "parcels", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["packs"][1]["available"], "1.1.0");
    assert_eq!(json["departures"][0]["state"], "edited");
}

#[test]
fn a_product_whose_pack_is_gone_still_has_a_status_and_moves_to_another() {
    let sandbox = with_pack();
    edit(&sandbox, "parcels/guide.md", "two", "zwei");
    std::fs::rename(sandbox.join("pack"), sandbox.join("elsewhere")).unwrap();
    sandbox.write("elsewhere/product/guide.md.tera", GUIDE.replace("# ", "## "));
    let run = sandbox.run(&["status", "parcels"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("edited   guide.md"), "{}", run.stdout);
    let run = sandbox.run(&["generate", "parcels"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("pack/missing") && run.stderr.contains("update --to"), "{}", run.stderr);
    let run = sandbox.run(&["update", "parcels", "--to", "elsewhere"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(read(&sandbox, "parcels/guide.md"), "## Parcels\n\none\nzwei\nthree\n");
    assert!(read(&sandbox, "parcels/.mesh/lock.yaml").contains("../elsewhere"));
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
}

#[test]
fn a_product_of_a_mesh_moves_to_the_packs_that_the_mesh_names() {
    let sandbox = Sandbox::new();
    for version in ["1.0.0", "2.0.0"] {
        sandbox.write(&format!("packs/{version}/pack.yaml"), PACK.replace("1.0.0", version));
        sandbox.write(&format!("packs/{version}/product/guide.md.tera"), format!("version {version}\n"));
    }
    let mesh = "apiVersion: datamesh.io/v1\nkind: Mesh\npacks: [packs/1.0.0]\n";
    sandbox.write("mesh.yaml", mesh);
    with_arguments(&sandbox, &[]);
    assert_eq!(read(&sandbox, "parcels/guide.md"), "version 1.0.0\n");
    sandbox.write("mesh.yaml", mesh.replace("1.0.0", "2.0.0"));
    assert_eq!(sandbox.run(&["generate", "--check", "parcels"]).code, 0, "the lock names the packs, until an update");
    let run = sandbox.run(&["status", "parcels"]);
    assert!(run.stdout.contains("acme 1.0.0  (2.0.0 is available"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["update", "parcels"]).code, 0);
    assert_eq!(read(&sandbox, "parcels/guide.md"), "version 2.0.0\n");
    assert!(read(&sandbox, "parcels/.mesh/lock.yaml").contains("../packs/2.0.0"));
}

/// The pack of a test, with an Avro schema of its own below `folder`, whose field `a` has this type.
fn with_schema(sandbox: &Sandbox, version: &str, folder: &str, was: &str, kind: &str) {
    let to = format!("to: \"{folder}/<{{ product.snake }}>_v<{{ product.major }}>.avsc\"");
    let rule = format!("  - {{ template: schemas/product.avsc.tera, owner: generated, {to}, was: [{was}] }}\n");
    sandbox.write("pack/pack.yaml", PACK.replace("1.0.0", version) + &rule);
    let schema = format!(
        "{{ \"type\": \"record\", \"name\": \"A\", \"namespace\": \"a.v<{{ product.major }}>\", \
         \"fields\": [{{ \"name\": \"a\", \"type\": \"{kind}\" }}] }}\n"
    );
    sandbox.write("pack/product/schemas/product.avsc.tera", schema);
    sandbox.write("pack/product/guide.md.tera", GUIDE);
}

/// A pack that moves a schema may not break it on the way; another major number makes another schema.
#[test]
fn an_update_that_breaks_readers_is_a_finding() {
    let sandbox = Sandbox::new();
    with_schema(&sandbox, "1.0.0", "schemas", "", "int");
    with_arguments(&sandbox, &["--pack", "pack"]);
    let before = tree(&sandbox.join("parcels"));
    for folder in ["schemas", "avro"] {
        with_schema(&sandbox, "1.1.0", folder, "schemas/parcels_v1.avsc", "string");
        let run = sandbox.run(&["update", "parcels"]);
        assert_eq!(run.code, 1, "{folder}: {}", run.stderr);
        assert!(run.stderr.contains("update/incompatible"), "{folder}: {}", run.stderr);
        assert!(tree(&sandbox.join("parcels")) == before, "{folder}");
    }
    let version = ["--set", "spec.schema.version=2.0.0", "--set", "metadata.version=2.0.0"];
    let run = sandbox.run(&[&["update", "parcels"], &version[..]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(read(&sandbox, "parcels/avro/parcels_v2.avsc").contains("string"));
}

/// What only looks says that a run was interrupted, and leaves that to a run that writes.
#[test]
fn an_interrupted_run_is_told_by_what_only_looks() {
    let sandbox = product();
    let journal = "{ \"formatVersion\": 1, \"then\": \"forget\", \"folders\": [], \"steps\": [] }";
    sandbox.write("parcels/.mesh/transaction/journal.json", journal);
    let before = tree(sandbox.path());
    for look in ["--check", "--dry-run"] {
        let run = sandbox.run(&["generate", "parcels", look]);
        assert!(run.stderr.contains("note: a run was interrupted here"), "{look}: {}", run.stderr);
        assert_eq!(tree(sandbox.path()), before);
    }
    let run = sandbox.run(&["generate", "parcels"]);
    assert!(run.code == 0 && run.stderr.contains("an interrupted run was completed"), "{}", run.stderr);
    assert!(!sandbox.run(&["generate", "parcels", "--check"]).stderr.contains("note"));
}

/// A file of the pack becomes a folder of the same name, in one run.
#[test]
fn a_file_of_the_pack_makes_way_for_a_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", PACK.replace("guide.md.tera", "notes.tera"));
    sandbox.write("pack/product/notes.tera", GUIDE);
    with_arguments(&sandbox, &["--pack", "pack"]);
    std::fs::remove_file(sandbox.join("pack/product/notes.tera")).unwrap();
    sandbox.write("pack/pack.yaml", PACK.replace("guide.md.tera", "notes/a.md.tera"));
    sandbox.write("pack/product/notes/a.md.tera", GUIDE);
    let run = sandbox.run(&["update", "parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(read(&sandbox, "parcels/notes/a.md"), "# Parcels\n\none\ntwo\nthree\n");
    assert_eq!(sandbox.run(&["generate", "parcels", "--check"]).code, 0);
}
