//! What a pack does to those below it: fills blocks, takes away, and gets in the way.

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

/// A pack whose `README.md` has two blocks.
const BASE: [(&str, &str); 2] = [
    (
        "base/pack.yaml",
        "name: base\nversion: 1.0.0\nextends: standard\nfiles:\n  - { template: NOTES.md.tera, owner: merged }\n",
    ),
    (
        "base/product/NOTES.md.tera",
        "# <{ product.title | md }>\n<% block run %>run\n<% endblock %>between\n<% block help %>help\n<% endblock %>end\n",
    ),
];

fn with(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    BASE.iter().chain(files).for_each(|(path, text)| sandbox.write(path, text));
    sandbox
}

fn create(sandbox: &Sandbox, packs: &[&str]) -> Run {
    let mut arguments = vec!["create-product", "--domain", "logistics", "--name", "parcels", "--yes"];
    packs.iter().for_each(|pack| arguments.extend(["--pack", pack]));
    sandbox.run(&arguments)
}

#[track_caller]
fn created(sandbox: &Sandbox, packs: &[&str]) -> std::collections::BTreeMap<String, String> {
    let run = create(sandbox, packs);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = tree(&sandbox.join("parcels")).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

#[track_caller]
fn refused(sandbox: &Sandbox, packs: &[&str], words: &[&str]) {
    let run = create(sandbox, packs);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
    }
    assert!(!sandbox.join("parcels").exists());
}

#[test]
fn a_block_is_filled_without_copying_the_template() {
    let acme = "<% extends \"base:product/NOTES.md.tera\" %><% block help %>ask acme\n<% endblock %>";
    let sandbox = with(&[
        ("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n"),
        ("acme/product/NOTES.md.tera", acme),
    ]);
    let files = created(&sandbox, &["base", "acme"]);
    assert_eq!(files["NOTES.md"], "# Parcels\nrun\nbetween\nask acme\nend\n");
    assert_eq!(files[".mesh/base/NOTES.md"], files["NOTES.md"], "the rule of the pack below still holds");
}

#[test]
fn blocks_are_filled_through_several_packs() {
    let acme = "<% extends \"base:product/NOTES.md.tera\" %><% block help %>ask acme\n<% endblock %>";
    let orders = "<% extends \"acme:product/NOTES.md.tera\" %>\
                  <% block help %><{ super() }>then orders\n<% endblock %><% block run %>make\n<% endblock %>";
    let sandbox = with(&[
        ("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n"),
        ("acme/product/NOTES.md.tera", acme),
        ("orders/pack.yaml", "name: orders\nversion: 1.0.0\nextends: acme\n"),
        ("orders/product/NOTES.md.tera", orders),
    ]);
    let files = created(&sandbox, &["base", "acme", "orders"]);
    assert_eq!(files["NOTES.md"], "# Parcels\nmake\nbetween\nask acme\nthen orders\nend\n");
}

#[test]
fn a_pack_that_leaves_a_file_alone_can_still_be_named() {
    let orders = "<% extends \"acme:product/NOTES.md.tera\" %><% block run %>make\n<% endblock %>";
    let sandbox = with(&[
        ("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n"),
        ("orders/pack.yaml", "name: orders\nversion: 1.0.0\nextends: acme\n"),
        ("orders/product/NOTES.md.tera", orders),
    ]);
    assert_eq!(created(&sandbox, &["base", "acme", "orders"])["NOTES.md"], "# Parcels\nmake\nbetween\nhelp\nend\n");
}

#[test]
fn what_cannot_be_extended_is_said_with_the_template() {
    for (text, words) in [
        ("<% extends \"bsae:product/NOTES.md.tera\" %>", &["did you mean `base:product/NOTES.md.tera`?"][..]),
        ("<% extends \"base:product/NOTE.md.tera\" %>", &["did you mean `base:product/NOTES.md.tera`?"]),
        ("<% extends \"product/NOTES.md.tera\" %>", &["extends itself", "`base:product/NOTES.md.tera`"]),
        ("<% extends \"base:product/NOTES.md.tera\" %><% block hlep %>x<% endblock %>", &["hlep"]),
        ("<% extends \"../../etc/passwd\" %>", &["`../../etc/passwd`, which is not there"]),
    ] {
        let sandbox = with(&[
            ("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n"),
            ("acme/product/NOTES.md.tera", text),
        ]);
        refused(&sandbox, &["base", "acme"], &[&["template product/NOTES.md.tera: "][..], words].concat());
    }
}

#[test]
fn a_fault_is_named_where_it_is_though_another_template_extends() {
    let sandbox = with(&[
        ("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n"),
        ("acme/product/NOTES.md.tera", "<% extends \"base:product/NOTES.md.tera\" %>"),
        ("acme/product/z.md.tera", "<{ product.name"),
    ]);
    refused(&sandbox, &["base", "acme"], &["template product/z.md.tera: "]);
}

#[test]
fn a_pack_takes_files_and_whole_parts_away() {
    let remove = "remove:\n  - product/NOTES.md\n  - product/.editorconfig\n  - ports/aws\n  - product/dbt/tests/generic/row_*\n";
    let acme = format!("name: acme\nversion: 1.0.0\nextends: base\n{remove}");
    let sandbox = with(&[("acme/pack.yaml", &acme)]);
    let before = created(&sandbox, &["base"]);
    std::fs::remove_dir_all(sandbox.join("parcels")).unwrap();
    let after = created(&sandbox, &["base", "acme"]);
    let gone: Vec<&str> = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .map(String::as_str)
        .filter(|path| !path.contains(".mesh/base"))
        .collect();
    assert_eq!(gone, [".editorconfig", "NOTES.md", "dbt/tests/generic/row_count.sql"]);
    let run = sandbox.run(&[
        "create-product",
        "--domain",
        "a",
        "--name",
        "b",
        "--yes",
        "--port",
        "aws",
        "--pack",
        "base",
        "--pack",
        "acme",
    ]);
    assert!(run.code == 2 && run.stderr.contains("there is no output-port kind `aws`"), "{}", run.stderr);
}

#[test]
fn a_file_is_moved_by_taking_it_away_and_extending_it_elsewhere() {
    let acme = "name: acme\nversion: 1.0.0\nextends: base\nremove: [product/NOTES.md]\n\
                files:\n  - { template: docs/notes.md.tera, owner: merged, was: [NOTES.md] }\n";
    let sandbox = with(&[
        ("acme/pack.yaml", acme),
        ("acme/product/docs/notes.md.tera", "<% extends \"base:product/NOTES.md.tera\" %>"),
    ]);
    let files = created(&sandbox, &["base", "acme"]);
    assert_eq!(files["docs/notes.md"], "# Parcels\nrun\nbetween\nhelp\nend\n");
    assert!(!files.contains_key("NOTES.md"));
}

#[test]
fn what_is_taken_away_has_to_be_there() {
    for (remove, words) in [
        ("product/REDME.md", "did you mean `product/README.md.tera`?"),
        ("ports/awss", "did you mean `ports/aws`?"),
        ("product/[", "is no path"),
        ("", "names nothing"),
    ] {
        let acme = format!("name: acme\nversion: 1.0.0\nextends: base\nremove: ['{remove}']\n");
        refused(&with(&[("acme/pack.yaml", &acme)]), &["base", "acme"], &["pack.yaml of `acme`", words]);
    }
}

/// Whichever parts of whichever packs they are, both are named.
#[test]
fn two_parts_that_write_one_file_are_both_named() {
    for (files, words) in [
        (
            &[("acme/ports/duckdb/product/NOTES.md", "x")][..],
            &[
                "ports/duckdb/product/NOTES.md",
                "product/NOTES.md.tera",
                "the port kind `duckdb`",
                "what every product gets",
            ][..],
        ),
        (&[("acme/ci/github/product/NOTES.md", "x")], &["product/NOTES.md.tera", "the CI provider `github`"]),
        (
            &[("acme/product/NOTES.md", "x")],
            &["product/NOTES.md", "product/NOTES.md.tera", "both are of what every product gets"],
        ),
        (&[("acme/product/NOTES.md/x", "x")], &["`NOTES.md`, which is a file", "product/NOTES.md/x"]),
        (&[("acme/ci/github/product/Notes.md", "x")], &["by upper and lower case alone", "`Notes.md`", "`NOTES.md`"]),
    ] {
        let pack = [("acme/pack.yaml", "name: acme\nversion: 1.0.0\nextends: base\n")];
        refused(&with(&[&pack[..], files].concat()), &["base", "acme"], words);
    }
    let acme = "name: acme\nversion: 1.0.0\nextends: base\nfiles:\n  - { template: f.txt, each: fields, to: f.txt }\n";
    let sandbox = with(&[("acme/pack.yaml", acme), ("acme/product/f.txt", "x")]);
    refused(&sandbox, &["base", "acme"], &["product/f.txt", "make the path differ for each element"]);
}
