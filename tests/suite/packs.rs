//! Packs laid over the built-in one: what they may not do, and what they add without a line of Rust.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

const PACK: &str = "name: acme\nversion: 1.2.3\nextends: standard\n";

/// A sandbox with a pack in `pack/`: its files beside `pack.yaml`, and what `pack.yaml` says more.
fn overlay(more: &str, files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("pack/pack.yaml", format!("{PACK}{more}"));
    for (path, text) in files {
        sandbox.write(&format!("pack/{path}"), text);
    }
    sandbox
}

fn create(sandbox: &Sandbox, more: &[&str]) -> Run {
    let arguments = ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "pack"];
    sandbox.run(&[&arguments[..], more].concat())
}

/// One clear error that names the template or the file, the exit code of a failure, and nothing written.
#[track_caller]
fn refused(sandbox: &Sandbox, more: &[&str], words: &[&str]) {
    let run = create(sandbox, more);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{}", run.stderr);
    assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
    }
    assert_eq!(sandbox.names(), ["pack"], "something was written");
}

fn created(sandbox: &Sandbox, more: &[&str]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let run = create(sandbox, more);
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(&sandbox.join("parcels"))
}

fn text(files: &std::collections::BTreeMap<String, Vec<u8>>, path: &str) -> String {
    let contents = files.get(path).unwrap_or_else(|| panic!("{path} is not among {:?}", files.keys()));
    String::from_utf8(contents.clone()).unwrap()
}

#[test]
fn a_file_of_a_pack_replaces_the_one_at_the_same_path_and_a_new_one_is_added() {
    let sandbox = overlay(
        "organisation: { name: Acme, namespace: org.acme }\n",
        &[("product/.editorconfig", "root = false\n"), ("product/docs/why.md.tera", "# <{ product.title | md }>\n")],
    );
    let files = created(&sandbox, &[]);
    assert_eq!(text(&files, ".editorconfig"), "root = false\n");
    assert_eq!(text(&files, "docs/why.md"), "# Parcels\n");
    assert!(text(&files, ".mesh/lock.yaml").contains("name: acme, version: 1.2.3, source: "));
    assert!(text(&files, "schemas/parcels_v1.avsc").contains("\"org.acme.logistics.parcels.v1\""));
}

#[test]
fn bytes_that_are_no_text_are_copied_as_they_are() {
    let sandbox = overlay("", &[]);
    let bytes: Vec<u8> = (0..=255).collect();
    sandbox.write("pack/product/logo.bin", &bytes);
    sandbox.write("pack/product/windows.txt", "one\r\ntwo\r\n");
    let files = created(&sandbox, &[]);
    assert_eq!(files["logo.bin"], bytes);
    assert_eq!(files["windows.txt"], b"one\r\ntwo\r\n");
}

#[test]
fn a_pack_cannot_write_outside_the_product() {
    for to in ["../x", "/etc/x", "a/../../x", ".git/hooks/pre-commit", "sub/.git/config", "c:x", "a\\x", "./x", "a//x"]
    {
        let rule = format!("files:\n  - {{ template: extra.txt, to: '{to}' }}\n");
        let sandbox = overlay(&rule, &[("product/extra.txt", "x")]);
        refused(&sandbox, &[], &["template product/extra.txt: ", &format!("`{}`", to.escape_debug())]);
    }
    // A path is checked after it is rendered: no value of a manifest makes a good path lead out.
    let rule = "files:\n  - { template: extra.txt, to: '<{ product.title }>/../../x' }\n";
    let words = ["template product/extra.txt: ", "`Parcels/../../x`"];
    refused(&overlay(rule, &[("product/extra.txt", "x")]), &[], &words);
    let rule = "files:\n  - { template: extra.txt, to: '<{ product.title }>' }\n";
    let sandbox = overlay(rule, &[("product/extra.txt", "x")]);
    refused(&sandbox, &["--set", "metadata.title=../../x"], &["template product/extra.txt: ", "`../../x`"]);
}

#[test]
fn a_path_is_not_made_of_free_text() {
    let rule = "files:\n  - { template: extra.txt, to: '<{ product.description }>.txt' }\n";
    refused(&overlay(rule, &[("product/extra.txt", "x")]), &[], &["template product/extra.txt: ", "without a filter"]);
}

#[test]
fn a_pack_holds_files_and_folders_alone() {
    let sandbox = overlay("", &[]);
    let secret = Sandbox::new();
    secret.write("secret", "do not copy");
    for target in ["secret", ".", "absent"] {
        fs::create_dir_all(sandbox.join("pack/product")).unwrap();
        symlink(secret.join(target), sandbox.join("pack/product/link")).unwrap();
        refused(&sandbox, &[], &["pack/product/link: a pack holds no symbolic links"]);
        fs::remove_file(sandbox.join("pack/product/link")).unwrap();
    }
    let status = std::process::Command::new("mkfifo").arg(sandbox.join("pack/product/pipe")).status().unwrap();
    assert!(status.success());
    refused(&sandbox, &[], &["pack/product/pipe: a pack holds files and folders alone"]);
}

#[test]
fn a_huge_file_is_not_read() {
    let sandbox = overlay("", &[("product/huge.bin", "")]);
    fs::File::options().write(true).open(sandbox.join("pack/product/huge.bin")).unwrap().set_len(1 << 40).unwrap();
    refused(&sandbox, &[], &["pack/product/huge.bin: the file is larger than 16 MiB"]);
}

#[test]
fn a_repository_inside_a_pack_stays_there() {
    let sandbox = overlay("", &[(".git/config", "x"), ("product/.git/hooks/pre-commit", "x"), ("README.md", "x")]);
    let files = created(&sandbox, &[]);
    assert!(files.keys().all(|path| !path.contains(".git/")), "{:?}", files.keys());
    assert!(text(&files, "README.md").starts_with("# Parcels"), "only what is below product/ is rendered");
}

#[test]
fn a_template_that_cannot_be_rendered_is_named() {
    let name = "product/docs/why.md.tera";
    for (template, words) in [
        ("<{ nothing }>", &["nothing"][..]),
        ("<{ product.nothing }>", &["nothing"]),
        ("<{ product.description }>", &["is printed without a filter for the language of this file"]),
        ("<{ product.name | zebra }>", &["zebra"]),
        ("<{ product.name", &[]),
        ("<% if product.name %>", &[]),
        ("<% for x in product.major %><{ x }><% endfor %>", &[]),
        ("<% include \"/etc/passwd\" %>", &["/etc/passwd"]),
        ("<{ get_env(name=\"HOME\") }>", &["get_env"]),
        ("<{ 1 / 0 }>", &[]),
    ] {
        let sandbox = overlay("", &[(name, template)]);
        refused(&sandbox, &[], &[&["error: template product/docs/why.md.tera: "][..], words].concat());
    }
    let sandbox = overlay("", &[]);
    sandbox.write("pack/product/docs/why.md.tera", b"Zur\xFCck");
    refused(&sandbox, &[], &[name, "UTF-8"]);
}

#[test]
fn a_rule_that_cannot_be_followed_is_named() {
    let extra: &[(&str, &str)] = &[("product/extra.txt", "x")];
    for (rules, files, words) in [
        ("  - { template: absent.txt }", extra, &["`absent.txt`"][..]),
        ("  - { template: extra.txt, to: '' }", extra, &["product/extra.txt", "is empty"]),
        ("  - { template: extra.txt, to: README.md }", extra, &["product/extra.txt", "`README.md`", "writes too"]),
        ("  - { template: extra.txt, to: .mesh/lock.yaml }", extra, &[".mesh/lock.yaml"]),
        ("  - { template: extra.txt, each: zebra }", extra, &["product/extra.txt", "`each: zebra`"]),
        ("  - { template: extra.txt, each: product.name }", extra, &["product/extra.txt", "`each: product.name`"]),
        ("  - { template: extra.txt, when: '1 +' }", extra, &["product/extra.txt"]),
        ("  - { template: extra.txt, when: zebra.stripes }", extra, &["product/extra.txt", "zebra"]),
        ("  - { template: extra.txt, owner: nobody }", extra, &["pack.yaml", "nobody"]),
        ("  - { template: extra.txt, wehn: x }", extra, &["pack.yaml", "wehn"]),
    ] {
        refused(&overlay(&format!("files:\n{rules}\n"), files), &[], words);
    }
}

#[test]
fn a_folder_that_is_no_overlay_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("pack/README.md", "x");
    refused(&sandbox, &[], &["pack holds no pack.yaml"]);
    for (text, words) in [
        ("name: acme\nversion: 1.0.0\n", &["`extends: standard`"][..]),
        ("name: acme\nversion: 1.0.0\nextends: another\n", &["`extends: standard`"]),
        ("name: acme\nextends: standard\n", &["pack.yaml", "version"]),
        ("name: acme\nversion: 1.0.0\nextends: standard\nzebra: 1\n", &["pack.yaml", "zebra"]),
        ("name: [acme\n", &["pack.yaml"]),
        ("", &["pack.yaml"]),
    ] {
        sandbox.write("pack/pack.yaml", text);
        refused(&sandbox, &[], words);
    }
}

/// What the files of a kind must hold to be used; the rest is the pack's.
#[test]
fn a_port_kind_is_added_by_files_alone() {
    let sandbox = overlay(
        "",
        &[
            (
                "ports/shelf/port.yaml",
                "title: A shelf\n\
                 description: Rows on paper, in a box on a shelf.\n\
                 dialect: paper\n\
                 accessModes: [loan]\n\
                 location:\n\
                 \x20 - { name: shelf, required: true, pattern: '[A-Z][0-9]{1,3}', help: 'Letter and number: A12' }\n\
                 \x20 - { name: box, default: '<{ domain.kebab }>/<{ name.kebab }>', help: Label of the box }\n\
                 \x20 - { name: layers, type: integer, default: 2, help: How many layers }\n\
                 files:\n\
                 \x20 - { template: shelf/label.txt.tera, to: 'shelf/<{ product.snake }>.txt', owner: merged }\n",
            ),
            (
                "ports/shelf/product/shelf/label.txt.tera",
                "<{ product.id }> on <{ port.location.shelf }>, <{ port.location.box }>, <{ port.location.layers }> layers\n\
                 <% for field in fields %><{ field.snake }>: <{ field.types.paper | safe }>\n<% endfor %>",
            ),
            ("ports/shelf/product/shelf/plan.bin", "a plan\n"),
            ("ports/shelf/fragments/readme_query.tera", "Walk to shelf `<{ port.location.shelf }>`.\n"),
            ("types/paper.yaml", &paper()),
        ],
    );
    // The kind is known, its options are checked, and its fragment stands in the pack's file.
    let run = create(&sandbox, &["--port", "shelf"]);
    assert!(run.code == 2 && run.stderr.contains("needs `location.shelf`"), "{}", run.stderr);
    let shelf =
        |value: &str| format!("spec.outputPorts=[{{ name: main, kind: shelf, location: {{ shelf: {value} }} }}]");
    let run = create(&sandbox, &["--set", &shelf("12A")]);
    assert!(run.code == 2 && run.stderr.contains("`shelf` cannot be `12A`"), "{}", run.stderr);
    let run = create(&sandbox, &["--port", "shlef"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `shelf`?"), "{}", run.stderr);
    assert_eq!(sandbox.names(), ["pack"]);

    let files = created(&sandbox, &["--set", &shelf("B7")]);
    let label = text(&files, "shelf/parcels.txt");
    assert!(label.starts_with("logistics.parcels on B7, logistics/parcels, 2 layers\n"), "{label}");
    assert!(label.contains("parcels_id: WORDS(36)\n") && label.contains("quantity: TALLY\n"), "{label}");
    assert_eq!(text(&files, "shelf/plan.bin"), "a plan\n");
    assert!(text(&files, "README.md").contains("Walk to shelf `B7`."));
    let lock = text(&files, ".mesh/lock.yaml");
    assert!(
        lock.contains("\"shelf/parcels.txt\": { owner: merged") || lock.contains("shelf/parcels.txt: { owner: merged"),
        "{lock}"
    );
    assert_eq!(text(&files, ".mesh/base/shelf/parcels.txt"), label);
    // The lock says which pack the product is validated with, from whatever folder; `--pack` names another.
    for arguments in [&["validate", "parcels"][..], &["validate", "parcels", "--pack", "pack"]] {
        let validate = sandbox.run(arguments);
        assert_eq!(validate.code, 0, "{}", validate.stderr);
    }
    let without = sandbox.run(&["validate", "parcels", "--pack", "builtin"]);
    assert!(without.code == 1 && without.stderr.contains("there is no output-port kind `shelf`"), "{}", without.stderr);
}

fn paper() -> String {
    let kinds = [
        "string",
        "boolean",
        "int",
        "long",
        "float",
        "double",
        "decimal",
        "date",
        "time",
        "timestamp",
        "timestamp_ntz",
        "bytes",
        "json",
        "enum",
        "array",
        "map",
        "struct",
    ];
    let mut table = "description: Paper\nmember: '{name} {type}'\ntypes:\n  uuid: WORDS(36)\n".to_owned();
    for kind in kinds {
        table.extend(["  ", kind, if kind == "int" { ": TALLY\n" } else { ": WORDS\n" }]);
    }
    table
}

#[test]
fn a_dialect_that_lacks_a_type_says_so() {
    let port = "title: A shelf\ndialect: paper\naccessModes: [loan]\n";
    let table = paper().replace("  uuid: WORDS(36)\n", "");
    let sandbox = overlay("", &[("ports/shelf/port.yaml", port), ("types/paper.yaml", &table)]);
    refused(&sandbox, &["--port", "shelf"], &["types/paper.yaml has no spelling for `uuid`"]);
    let sandbox = overlay("", &[("ports/shelf/port.yaml", port)]);
    refused(&sandbox, &["--port", "shelf"], &["types/paper.yaml"]);
}

#[test]
fn a_broken_kind_is_named() {
    for text in ["title: [", "dialect: duckdb\n", "title: A shelf\ndialect: duckdb\nzebra: 1\n", ""] {
        let sandbox = overlay("", &[("ports/shelf/port.yaml", text)]);
        refused(&sandbox, &["--port", "shelf"], &["ports/shelf/port.yaml"]);
    }
}

#[test]
fn an_archetype_is_added_by_files_alone() {
    let sandbox = overlay(
        "",
        &[(
            "archetypes/gold-table/archetype.yaml",
            "title: Gold table\n\
             description: Numbers for the board\n\
             starter:\n\
             \x20 spec:\n\
             \x20   description: Figures of <{ domain.as_written }>.\n\
             \x20   inputPorts:\n\
             \x20     - { name: silver, kind: product, location: { product: '<{ domain.as_written }>.silver_table' } }\n\
             \x20   access: { classification: confidential }\n",
        )],
    );
    let files = created(&sandbox, &["--archetype", "gold-table"]);
    let manifest: Json = serde_yaml::from_str(&text(&files, "data-product.yaml")).unwrap();
    assert_eq!(manifest["spec"]["archetype"], "gold-table");
    assert_eq!(manifest["spec"]["description"], "Figures of logistics.");
    assert_eq!(manifest["spec"]["inputPorts"][0]["location"]["product"], "logistics.silver_table");
    assert_eq!(manifest["spec"]["access"]["classification"], "confidential");
    assert_eq!(manifest["spec"]["slo"]["freshness"]["target"], "1 hour", "the pack's starter fills the rest");
}

#[test]
fn an_input_kind_is_added_by_files_alone() {
    let sandbox = overlay(
        "",
        &[(
            "inputs/pigeon/input.yaml",
            "title: Carrier pigeon\n\
             location:\n\
             \x20 - { name: loft, required: true, help: Name of the loft }\n\
             relationFrom: loft\n\
             relationStyle: name\n",
        )],
    );
    let port = |location: &str| format!("spec.inputPorts=[{{ name: news, kind: pigeon, location: {location} }}]");
    let run = create(&sandbox, &["--set", &port("{}")]);
    assert!(run.code == 2 && run.stderr.contains("needs `location.loft`"), "{}", run.stderr);
    let files = created(&sandbox, &["--set", &port("{ loft: north-tower }")]);
    assert!(files.keys().any(|path| path.starts_with("dbt/models/staging/") && path.ends_with("__sources.yml")));
    let sources = files.iter().find(|(path, _)| path.ends_with("__sources.yml")).unwrap().1;
    assert!(String::from_utf8_lossy(sources).contains("north_tower"), "{}", String::from_utf8_lossy(sources));
}

#[test]
fn a_ci_provider_is_added_by_files_alone() {
    let sandbox = overlay(
        "",
        &[
            (
                "ci/bell/ci.yaml",
                "title: A bell\nfiles:\n  - { template: .bell/ring.yml.tera, to: '.bell/<{ product.kebab }>.yml', owner: once }\n",
            ),
            ("ci/bell/product/.bell/ring.yml.tera", "ring: <{ product.id | yaml }>\n"),
        ],
    );
    let files = created(&sandbox, &["--ci", "bell"]);
    assert_eq!(text(&files, ".bell/parcels.yml"), "ring: logistics.parcels\n");
    assert!(files.keys().all(|path| !path.starts_with(".github/workflows/")), "{:?}", files.keys());
}

/// Defaults and starters of an overlay hold where a manifest says nothing.
#[test]
fn defaults_of_an_organisation_are_one_file() {
    let sandbox = overlay(
        "defaults: { spec: { schema: { evolution: BACKWARD } } }\nstarter: { metadata: { owner: { channel: '#acme-<{ domain.kebab }>' } } }\n",
        &[],
    );
    let files = created(&sandbox, &[]);
    let manifest: Json = serde_yaml::from_str(&text(&files, "data-product.yaml")).unwrap();
    assert_eq!(manifest["spec"]["schema"]["evolution"], "BACKWARD");
    assert_eq!(manifest["metadata"]["owner"]["channel"], "#acme-logistics");
    assert_eq!(manifest["metadata"]["owner"]["team"], "logistics-team");
}

#[test]
fn a_rule_makes_a_file_executable_and_no_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = overlay(
        "files:\n  - { template: run.sh, executable: true, was: ['bin/<{ product.snake }>.sh'] }\n",
        &[("product/run.sh", "#!/bin/sh\n"), ("product/plain.sh", "#!/bin/sh\n")],
    );
    created(&sandbox, &[]);
    let mode = |path: &str| fs::metadata(sandbox.join("parcels").join(path)).unwrap().permissions().mode() & 0o111;
    assert_eq!((mode("run.sh") & 0o100, mode("plain.sh")), (0o100, 0));
}

#[test]
fn a_former_path_does_not_lead_out_of_the_product() {
    let rule = "files:\n  - { template: extra.txt, was: ['../<{ product.snake }>'] }\n";
    let words = ["template product/extra.txt: ", "`../parcels`"];
    refused(&overlay(rule, &[("product/extra.txt", "x")]), &[], &words);
}
