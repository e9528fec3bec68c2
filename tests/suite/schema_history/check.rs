//! `schema check` and `schema diff` in a repository: a pull request, from the break to the merge.

use serde_json::Value as Json;

use super::product::{BASE, at, serving, with_colour, without_price};
use super::repository::Repository;

const FILE: &str = "data-product.yaml";
const TODAY: [&str; 2] = ["--as-of", "2026-03-01"];

fn check(repository: &Repository, more: &[&str]) -> (i32, Json) {
    let today = if more.contains(&TODAY[0]) { &[] } else { &TODAY[..] };
    let run = repository.run(&[&["schema", "check", "--format", "json"], today, more].concat());
    (run.code, serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}")))
}

/// The rules of the findings, each once.
fn rules(report: &Json) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    let mut rules: Vec<&str> = findings.map(|finding| finding["rule"].as_str().unwrap()).collect();
    rules.dedup();
    rules
}

#[test]
fn a_pull_request_that_breaks_consumers_is_blocked_until_it_is_done_right() {
    let origin = Repository::new();
    origin.commit(FILE, BASE);
    let clone = origin.clone_with(&[]);
    clone.git(&["checkout", "--quiet", "-b", "drop-the-price"]);

    // The break alone, and with a new minor version.
    for version in ["1.2.0", "1.3.0"] {
        clone.commit(FILE, &at(&without_price(BASE), version));
        let (code, report) = check(&clone, &[]);
        assert_eq!(code, 1);
        assert_eq!(rules(&report), ["evolution/version-too-low", "evolution/field-removed"], "{report:#}");
        let version = &report["products"][0]["versions"][0];
        assert_eq!((&version["product"]["smallest"], &version["needed"]), (&"2.0.0".into(), &"major".into()));
        let change = &version["changes"][0];
        assert_eq!(change["affected"], serde_json::json!(["finance.revenue_daily", "marketing"]));
    }
    // The line that a person reads.
    let run = clone.run(&["schema", "check"]);
    assert!(
        run.stderr.contains("data-product.yaml:6:12") && run.stderr.contains("needs 2.0.0 (major)"),
        "{}",
        run.stderr
    );

    // The new major version, and the way there: each step is missed until it is taken.
    let two = at(&without_price(BASE), "2.0.0");
    let steps = [
        (two.clone(), "evolution/not-served"),
        (serving(&two, "1.2.0", ["2026-03-01", "2026-04-01"], true, &["finance", "marketing"]), "evolution/window"),
        (serving(&two, "1.2.0", ["2026-03-01", "2026-06-01"], true, &["marketing"]), "evolution/unacknowledged"),
    ];
    for (text, rule) in steps {
        clone.commit(FILE, &text);
        let (code, report) = check(&clone, &[]);
        assert_eq!((code, rules(&report)), (1, vec![rule]), "{report:#}");
    }
    let right = serving(&two, "1.2.0", ["2026-03-01", "2026-06-01"], true, &["finance", "marketing"]);
    clone.commit(FILE, &right);
    let (code, report) = check(&clone, &[]);
    assert_eq!((code, rules(&report)), (0, vec![]), "{report:#}");
    assert_eq!(report["products"][0]["versions"][0]["enough"], true);

    // The mesh may promise more time.
    clone.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\nevolution: { window: 6 months }\n");
    assert_eq!(rules(&check(&clone, &[]).1), ["evolution/window"]);
    std::fs::remove_file(clone.join("mesh.yaml")).unwrap();

    // Merged, the old version stays until its day, whatever the branch that would remove it.
    clone.git(&["checkout", "--quiet", "main"]);
    clone.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "drop-the-price"]);
    clone.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert_eq!(check(&clone, &[]).0, 0, "the merge itself");
    clone.write(FILE, &at(&two, "2.1.0"));
    assert_eq!(rules(&check(&clone, &[]).1), ["evolution/dropped-early"]);
    assert_eq!(check(&clone, &["--as-of", "2026-06-02"]).0, 0);
}

#[test]
fn many_products_are_checked_in_one_run() {
    let repository = Repository::new();
    let named = |name: &str, text: &str| text.replace("name: lines\n  version", &format!("name: {name}\n  version"));
    repository.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\n");
    for name in ["a", "b", "c"] {
        repository.write(&format!("products/{name}/data-product.yaml"), &named(name, BASE));
    }
    repository.commit("readme", "");
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.write("products/a/data-product.yaml", &named("a", &without_price(BASE)));
    repository.write("products/b/data-product.yaml", &named("b", &at(&with_colour(BASE), "1.3.0")));
    repository.git(&["mv", "products/c", "products/moved"]);
    repository.write("products/d/data-product.yaml", &named("d", BASE));
    let (code, report) = check(&repository, &["--all"]);
    assert_eq!(code, 1);
    let products = report["products"].as_array().unwrap();
    let told: Vec<(&str, bool, &Json)> = products
        .iter()
        .map(|one| (one["product"].as_str().unwrap(), one["new"] == true, &one["versions"][0]["needed"]))
        .collect();
    let (major, minor, nothing) = ("major".into(), "minor".into(), Json::Null);
    let expected = [
        ("orders.a", false, &major),
        ("orders.b", false, &minor),
        ("orders.c", false, &nothing),
        ("orders.d", true, &nothing),
    ];
    assert_eq!(told, expected);
    assert!(
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .all(|finding| { finding["location"]["file"] == "products/a/data-product.yaml" })
    );
    assert_eq!(check(&repository, &["--all", "--only", "orders.b"]).0, 0);
}

#[test]
fn what_is_compared_with_may_be_a_file_a_folder_or_an_avro_schema() {
    let repository = Repository::new();
    repository.write(FILE, &without_price(BASE));
    repository.write("before/data-product.yaml", BASE);
    let avsc = r#"{"type":"record","name":"Lines","namespace":"orders.lines.v1","fields":[
        {"name":"line_id","type":{"type":"string","logicalType":"uuid"}}]}"#;
    repository.write("old.avsc", avsc);
    repository.write("bad.avsc", "{");
    for against in ["before", "before/data-product.yaml"] {
        let (code, report) = check(&repository, &["--against", against]);
        assert_eq!(
            (code, rules(&report)),
            (1, vec!["evolution/version-too-low", "evolution/field-removed"]),
            "{against}"
        );
    }
    assert_eq!(rules(&check(&repository, &["--against", "old.avsc"]).1), ["evolution/incompatible-schema"]);
    assert_eq!(check(&repository, &["--against", "old.avsc", "--mode", "none"]).0, 0);
    for (against, said) in [("bad.avsc", "no Avro schema"), ("nowhere", "no such branch, tag, commit")] {
        let run = repository.run(&["schema", "check", "--against", against]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn nothing_has_changed_since_the_schema_that_was_rendered() {
    let repository = Repository::new();
    repository.write(FILE, BASE);
    assert_eq!(repository.run(&["generate"]).code, 0);
    let rendered = "schemas/lines_v1.avsc";
    let said = |against: &str| {
        let run = repository.run(&["schema", "check", "--against", against, "--mode", "NONE"]);
        (run.code, run.stdout + &run.stderr)
    };
    let (code, text) = said(rendered);
    assert!(code == 0 && text.contains("nothing changed"), "{text}");
    // A field that is gone breaks whoever names it, whatever Avro has to put in its place.
    let schema = std::fs::read_to_string(repository.join(rendered)).unwrap();
    let old = r#""fields": [{ "name": "note", "type": ["null", "string"], "default": null },"#;
    repository.write("old.avsc", &schema.replacen("\"fields\": [", old, 1));
    let (code, text) = said("old.avsc");
    assert!(code == 1 && text.contains("schema.note: the field is removed") && !text.contains("namespace"), "{text}");
}

#[test]
fn manifests_that_cannot_be_read_are_said_and_never_passed_over() {
    let repository = Repository::new();
    repository.commit(FILE, BASE);
    repository.commit(FILE, "metadata: [\n");
    repository.git(&["checkout", "--quiet", "-b", "mend"]);
    // The last state that could be relied on is compared with.
    repository.write(FILE, &without_price(BASE));
    let (code, report) = check(&repository, &[]);
    assert_eq!(code, 1);
    assert_eq!(
        rules(&report),
        ["evolution/unreadable", "evolution/version-too-low", "evolution/field-removed"],
        "{report:#}"
    );
    // Nothing can be read.
    let broken = Repository::new();
    broken.commit(FILE, "metadata: [\n");
    broken.write(FILE, BASE);
    let (code, report) = check(&broken, &[]);
    assert_eq!((code, rules(&report)), (1, vec!["evolution/unreadable"]));
}

#[test]
fn a_diff_shows_all_and_judges_nothing() {
    let repository = Repository::new();
    repository.commit(FILE, BASE);
    repository.write(FILE, &without_price(BASE));
    let run = repository.run(&["schema", "diff"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("  major  schema.price  the field is removed"), "{}", run.stdout);
    let run = repository.run(&["schema", "diff", "--format", "json"]);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &report["products"][0]["versions"][0]["changes"][0]["class"]), (0, &"major".into()));
}
