//! What users of other generators ask for most, a test per line of the list.

use super::{Life, NOTES, Version, change, git};
use crate::support::assert_same_tree;

const ONE: &[(&str, &str)] = &[("notes.md", "one\n\ntwo\n\nthree\n")];
const TWO: &[(&str, &str)] = &[("notes.md", "ONE\n\ntwo\n\nthree\n")];

fn life() -> Life {
    Life::created((NOTES, ONE), (NOTES, TWO))
}

/// "Updating what was generated at all": cookiecutter#784, #1004, #2119; backstage#14416, #12985, #31361.
#[test]
fn what_was_generated_can_be_updated() {
    let life = life();
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n");
    assert_eq!(life.version(), "2.0.0");
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
}

/// "Real three-way merges, no `.rej` files, no success message over a failure": cruft#47, #49, #181, #287;
/// copier#613, #2386.
#[test]
fn edits_and_a_new_version_are_merged_three_ways() {
    let life = life();
    life.append("notes.md", "\nan edit\n");
    let before = life.tree();
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
    let names = |tree: &super::Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&life.tree()), names(&before), "nothing is left beside the files");
}

/// "A conflict must fail automation": renovate#31600.
#[test]
fn a_conflict_fails_automation_until_it_is_resolved() {
    let life = life();
    life.replace("notes.md", "one", "mine");
    let run = life.update(&["--format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(change(&run, "notes.md")["action"], "conflict");
    assert_eq!(life.inside(&["generate", "--check", "--format", "json"]).code, 1);
    assert_eq!(life.inside(&["status"]).code, 1);
    life.write("notes.md", "mine\n\ntwo\n\nthree\n");
    assert_eq!(life.inside(&["resolve", "--format", "json"]).code, 0);
    assert_eq!(life.inside(&["status"]).code, 0);
}

/// "Rolling an update out over many projects": backstage#30494, renovate#25556.
#[test]
fn an_update_is_rolled_out_over_many_products_and_stops_at_a_conflict() {
    let life = Life::new((NOTES, ONE), (NOTES, TWO));
    let names = ["ants", "bees", "cats", "dogs"];
    for name in names {
        let create = ["create-product", "--domain", "zoo", "--name", name, "--yes", "--pack", "v1", "--out"];
        let run = life.run(&[&create[..], &[&format!("products/{name}")]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let notes = |name: &str| format!("products/{name}/notes.md");
    life.0.write(&notes("cats"), "mine\n\ntwo\n\nthree\n");
    let states = |more: &[&str]| {
        let rollout = ["update", "--all", "products", "--to", "v2", "--format", "json"];
        let run = life.run(&[&rollout[..], more].concat());
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        let products = report["products"].as_array().unwrap().iter();
        let states: Vec<String> = products.map(|product| product["state"].as_str().unwrap().to_owned()).collect();
        (run.code, states.join(" "))
    };
    assert_eq!(states(&[]), (1, "updated updated conflict waiting".to_owned()));
    assert_eq!(states(&[]).0, 1, "it waits for a person");
    life.0.write(&notes("cats"), "mine, and ONE\n\ntwo\n\nthree\n");
    assert_eq!(life.run(&["resolve", "--product", "products/cats"]).code, 0);
    assert_eq!(states(&[]), (0, "in-step in-step in-step updated".to_owned()), "it goes on where it stopped");
    assert_eq!(life.run(&["generate", "--all", "products", "--check"]).code, 0);
}

/// "Knowing which came from which template": cruft#310.
#[test]
fn a_product_says_which_packs_it_came_from_and_what_is_to_be_had() {
    let life = life();
    let status = life.inside(&["status", "--format", "json"]);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    let packs: Vec<&str> =
        status["packs"].as_array().unwrap().iter().map(|pack| pack["name"].as_str().unwrap()).collect();
    assert_eq!(packs, ["standard", "acme"]);
    assert_eq!(life.version(), "1.0.0");
}

/// "Updates that do not need the old template to still render": copier#1170, #498.
#[test]
fn an_update_does_not_need_the_old_version_to_render() {
    let life = life();
    life.append("notes.md", "\nan edit\n");
    life.0.write("v1/product/notes.md.tera", "<% for nothing");
    assert_eq!(life.update(&[]).code, 0);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
}

/// The same where nothing is left of the old version at all.
#[test]
fn an_update_does_not_need_the_old_version_to_exist() {
    let life = life();
    life.append("notes.md", "\nan edit\n");
    std::fs::remove_dir_all(life.0.join("v1")).unwrap();
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n\nan edit\n");
}

/// "Sane treatment of deleted and excluded files": copier#1735, #1721, #2135, #2339.
#[test]
fn a_file_that_the_team_deleted_stays_deleted_until_it_is_asked_for() {
    let life = life();
    std::fs::remove_file(life.product().join("notes.md")).unwrap();
    for round in 0..2 {
        let run = life.update(&[]);
        assert_eq!(run.code, 0, "{round}: {}", run.stderr);
        assert!(!life.exists("notes.md"), "{round}");
    }
    assert_eq!(life.inside(&["generate", "--check"]).code, 0);
    assert_eq!(life.inside(&["generate", "--force", "notes.md"]).code, 0);
    assert_eq!(life.read("notes.md"), "ONE\n\ntwo\n\nthree\n");
}

/// "Composing templates, two on one file": copier#934, #1738, #2261; cookiecutter#1479.
#[test]
fn two_components_that_write_one_file_are_an_error_that_names_both() {
    let rules = "files:\n  - { template: other.md, to: notes.md }\n";
    let files: &[_] = &[("notes.md", "one\n"), ("other.md", "two\n")];
    let life = Life::new((rules, files), ("", &[]));
    let run = life.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "v1"]);
    assert_eq!(run.code, 3, "{run:?}");
    for name in ["product/notes.md", "product/other.md", "notes.md"] {
        assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
    }
}

/// Composition that works: an organisation's pack, and a domain's over it.
#[test]
fn several_packs_lie_over_each_other() {
    let life = Life::new((NOTES, ONE), ("", &[]));
    life.0.write("domain/pack.yaml", "name: logistics\nversion: 1.0.0\nextends: acme\n");
    life.0.write("domain/product/parcel.md", "of the domain\n");
    life.create(&["--pack", "domain"]);
    assert_eq!(life.read("notes.md"), "one\n\ntwo\n\nthree\n");
    assert_eq!(life.read("parcel.md"), "of the domain\n");
}

/// "Validated input, all errors at once": cookiecutter#175, #433.
#[test]
fn every_wrong_answer_is_said_at_once() {
    let option = |name: &str, more: &str| format!("  - {{ name: {name}, title: T, help: What it is for, {more} }}\n");
    let pack = [
        "options:\n".to_owned(),
        option("size", "type: integer, default: 1"),
        option("plan", "type: string, choices: [small, large], default: small"),
    ]
    .concat();
    let pack: Version<'_> = (&pack, &[]);
    let life = Life::created(pack, pack);
    let before = life.tree();
    let sets = [
        "spec.options.size=many",
        "spec.options.plan=huge",
        "spec.archetype=zebra",
        "spec.schema.evolution=FULL_TRANSITIV",
        "metadata.version=latest",
        "spec.slo.freshness.target=soon",
    ];
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let run = life.inside(&[&["update"], &sets[..]].concat());
    assert_ne!(run.code, 0);
    for value in ["many", "huge", "zebra", "FULL_TRANSITIV", "latest", "soon"] {
        assert!(run.stderr.contains(value), "{value}: {}", run.stderr);
    }
    assert_same_tree(&life.tree(), &before, "");
}

/// "Running without a terminal, without asking again": copier#2436, #1178, #1475; cookiecutter#2149.
#[test]
fn an_update_asks_nothing_that_was_answered() {
    let option = |more: &str| {
        format!("options:\n  - {{ name: plan, title: Plan, help: The size, type: string{more} }}\n{NOTES}")
    };
    let (one, two) = (option(""), option(", default: small"));
    let life = Life::new((&one, ONE), (&two, TWO));
    life.create(&["--plan", "large"]);
    let run = life.update(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(life.read("data-product.yaml").contains("plan: large"), "the answer is where it was given");
}

/// "A diff before anything is overwritten": copier#343, #877; cruft#103.
#[test]
fn the_difference_is_shown_before_anything_is_overwritten_and_is_what_happens() {
    let life = life();
    life.append("notes.md", "\nan edit\n");
    let before = life.tree();
    git(&life.product(), &["init", "--quiet"]);
    git(&life.product(), &["add", "--all"]);
    git(&life.product(), &["commit", "--quiet", "--message", "before"]);
    let run = life.update(&["--dry-run", "--diff"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("-one\n+ONE\n"), "{}", run.stdout);
    life.0.write("update.patch", &run.stdout);
    git(&life.product(), &["apply", "../update.patch"]);
    let visible = |tree: super::Tree| {
        tree.into_iter()
            .filter(|(path, _)| !path.starts_with(".mesh/") && !path.starts_with(".git/"))
            .collect::<super::Tree>()
    };
    let patched = visible(life.tree());
    git(&life.product(), &["checkout", "--quiet", "--", "."]);
    assert_same_tree(&visible(life.tree()), &visible(before), "");
    assert_eq!(life.update(&[]).code, 0);
    assert_same_tree(&visible(life.tree()), &patched, "");
}

/// "Errors that name the file": copier#2029, #2267; cargo-generate#549.
#[test]
fn an_error_names_the_file() {
    for (path, text, words) in [
        ("docs/why.md.tera", "one\n<{ product.id", &["product/docs/why.md.tera"][..]),
        ("docs/why.md.tera", "one\n<{ product.nothing }>\n", &["product/docs/why.md.tera", "nothing"]),
        ("docs/why.md.tera", "<% include \"absent\" %>", &["product/docs/why.md.tera", "absent"]),
    ] {
        let life = Life::created((NOTES, ONE), (NOTES, &[(path, text)]));
        let run = life.update(&[]);
        assert_eq!(run.code, 3, "{run:?}");
        for word in words {
            assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr);
        }
    }
    let life = life();
    life.replace("data-product.yaml", "kind: DataProduct", "kind: DataProdukt");
    let run = life.inside(&["generate"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("data-product.yaml:"), "{}", run.stderr);
}

/// "Tests for template authors": copier#2300, #671; backstage#14280.
#[test]
fn a_pack_is_checked_before_a_product_meets_it() {
    let life = Life::new((NOTES, ONE), ("", &[]));
    assert_eq!(life.run(&["pack", "lint", "v1"]).code, 0);
    life.0.write("v1/product/docs/why.md.tera", "one\n<% if product.major > 7 %><{ product.colour }><% endif %>\n");
    let run = life.run(&["pack", "lint", "v1"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("product/docs/why.md.tera:2:"), "{}", run.stderr);
    assert!(run.stderr.contains("colour"), "a branch that no render has reached: {}", run.stderr);
}
