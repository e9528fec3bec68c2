//! The reference of the book: rendered from the library, and compared with `book/src/reference/`.
//!
//! `make bless` (`BLESS=1 cargo test`) rewrites the pages; the diff of git is the review.

mod blocks;
mod commands;
mod evolution;
mod policies;
mod schema;
mod tables;

use std::fs;

use mesh_cli::manifest::{Draft, Manifest, json_schema, read, resolve};
use mesh_cli::pack::{self, Pack};
use mesh_cli::render::Context;
use similar::TextDiff;

use crate::support::{blessing, root, tree};
use schema::Page;

/// The first line of each page.
const NOTICE: &str = "<!-- Rendered from the program by tests/suite/reference: run `make bless` to rewrite it. -->\n\n";

fn pack() -> Pack {
    Pack::builtin().unwrap()
}

/// The running example.
fn example(pack: &Pack) -> Manifest {
    let path = root().join("examples/orders.order_events/data-product.yaml");
    let document = read::read(&path).unwrap();
    let draft = Draft::from_file(document.node.unwrap(), document.source);
    let (manifest, _) = resolve(draft, pack).unwrap().expect("the running example has no findings");
    manifest
}

/// Holds a page against the one in the book, or writes it there.
#[track_caller]
fn check(name: &str, body: &str) {
    let path = root().join("book/src/reference").join(name);
    let text = format!("{NOTICE}{}\n", body.trim_end());
    if blessing() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    if before != text {
        let diff = TextDiff::from_lines(&before, &text);
        let diff = diff.unified_diff().context_radius(1).header("in the book", "from the program").to_string();
        panic!("{} is out of date: run `make bless`\n{diff}", path.display());
    }
}

#[test]
fn commands_are_documented() {
    check("commands.md", &commands::page());
}

#[test]
fn the_manifest_is_documented() {
    let schema = json_schema();
    let defaults = &pack().about.defaults;
    let page = Page { schema: &schema, defaults: Some(defaults), formats: "#formats" };
    let sections = page.sections("The file");
    assert_eq!(page.undocumented(), Vec::<String>::new(), "keys without a doc comment");
    check("manifest.md", &format!("{}{sections}\n{}", schema::MANIFEST_INTRODUCTION, schema::formats()));
}

#[test]
fn the_mesh_is_documented() {
    let schema = mesh_cli::mesh::json_schema();
    let page = Page { schema: &schema, defaults: None, formats: "manifest.md#formats" };
    assert_eq!(page.undocumented(), Vec::<String>::new(), "keys without a doc comment");
    check("mesh.md", &format!("{}{}", schema::MESH_INTRODUCTION, page.sections("The file")));
}

#[test]
fn the_domain_map_is_documented() {
    let schema = mesh_cli::workshop::map::long_form();
    let page = Page { schema: &schema, defaults: None, formats: "manifest.md#formats" };
    assert_eq!(page.undocumented(), Vec::<String>::new(), "keys without a doc comment");
    check("domain-map.md", &format!("{}{}", schema::MAP_INTRODUCTION, page.sections("The file")));
}

#[test]
fn waivers_are_documented() {
    let schema = mesh_cli::policy::waiver::json_schema();
    let page = Page { schema: &schema, defaults: None, formats: "manifest.md#formats" };
    assert_eq!(page.undocumented(), Vec::<String>::new(), "keys without a doc comment");
    let sections = page.sections("The file");
    check("waivers.md", &format!("{}{sections}\n{}", schema::WAIVERS_INTRODUCTION, tables::waiver_rules()));
}

#[test]
fn every_variable_of_a_template_is_documented() {
    let schema = Context::json_schema();
    let page = Page { schema: &schema, defaults: None, formats: "manifest.md#formats" };
    assert_eq!(page.undocumented(), Vec::<String>::new(), "variables without a doc comment");
    check("context.md", &format!("{}{}", schema::CONTEXT_INTRODUCTION, page.sections("The root")));
}

#[test]
fn the_files_of_a_pack_are_documented() {
    let schema = pack::json_schema();
    let page = Page { schema: &schema, defaults: None, formats: "manifest.md#formats" };
    assert_eq!(page.undocumented(), Vec::<String>::new(), "keys without a doc comment");
    check("pack.md", &format!("{}{}", schema::PACK_INTRODUCTION, page.sections("The folder")));
}

#[test]
fn rules_are_documented() {
    check("rules.md", &tables::rules());
}

/// No rule is forgotten: each one that the source defines has a heading in the reference.
#[test]
fn every_rule_of_the_source_is_documented() {
    if blessing() {
        return;
    }
    let pages = tree(&root().join("book/src/reference"));
    let pages: String = pages.values().map(|page| String::from_utf8_lossy(page)).collect();
    let mut seen = 0;
    for (path, text) in tree(&root().join("src")) {
        let text = String::from_utf8_lossy(&text).into_owned();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for after in code.split("Rule::new(").skip(1) {
            let Some(id) = after.trim_start().strip_prefix('"').and_then(|id| id.split('"').next()) else { continue };
            seen += 1;
            assert!(pages.contains(&format!("### `{id}`")), "{id} ({path}) is in no page of the reference");
        }
    }
    assert!(seen > 100, "only {seen} rules were found");
}

#[test]
fn changes_of_a_contract_are_documented() {
    check("evolution.md", &evolution::page());
}

#[test]
fn the_rules_of_packs_are_documented() {
    check("pack-rules.md", &tables::pack_rules());
}

#[test]
fn the_built_in_policies_are_documented() {
    check("built-in-policies.md", &policies::page(pack()));
}

#[test]
fn filters_are_documented() {
    check("filters.md", &tables::filters());
}

#[test]
fn types_are_documented() {
    let pack = pack();
    check("types.md", &tables::types(&example(&pack), &pack));
}

#[test]
fn kinds_are_documented() {
    let introduction = "\
# Kinds

What the built-in pack offers. An organisation's pack may offer more: each is a folder, and adding one needs no Rust.

";
    check("kinds.md", &format!("{introduction}{}", pack::docs::kinds(&pack()).unwrap()));
}

#[test]
fn blocks_are_documented() {
    check("blocks.md", &blocks::page(&pack()));
}

#[test]
fn files_are_documented() {
    let pack = pack();
    check("files.md", &tables::files(&example(&pack), &pack));
}
