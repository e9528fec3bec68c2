//! Avro's schema resolution, case by case: a case is a folder below `tests/cases/avro/`.
//!
//! `resolution/<case>/` holds `reader.avsc`, `writer.avsc` and `expected.txt`: why the reader cannot read what the
//! writer writes, a line each, or `readable`. `invalid/<case>/` holds `schema.avsc` and why it is refused. `BLESS=1`
//! rewrites what is expected; the review is the git diff.

use std::fs;
use std::path::{Path, PathBuf};

use mesh_cli::evolution::avro::{Direction, Incompatibility, Schema, incompatibilities};
use mesh_cli::manifest::document::Evolution;

use crate::support::{blessing, root};
use crate::tools::passes;

const READABLE: &str = "readable\n";

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases/avro").join(kind);
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn text(case: &Path, file: &str) -> String {
    fs::read_to_string(case.join(file)).unwrap_or_else(|error| panic!("{}/{file}: {error}", case.display()))
}

fn schema(case: &Path, file: &str) -> Schema {
    Schema::parse(&text(case, file)).unwrap_or_else(|problems| panic!("{}/{file}: {problems:?}", case.display()))
}

/// Compares what is said of a case with its `expected.txt`, or rewrites that.
fn compare(case: &Path, actual: &str, failures: &mut Vec<String>) {
    let path = case.join("expected.txt");
    if blessing() {
        fs::write(path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != actual {
        failures.push(format!("== {}\nexpected:\n{expected}actual:\n{actual}", case.display()));
    }
}

fn lines(found: &[impl ToString]) -> String {
    found.iter().map(|one| one.to_string() + "\n").collect()
}

#[test]
fn a_reader_reads_what_it_may_and_nothing_else() {
    let mut failures = Vec::new();
    for case in cases("resolution") {
        let (reader, writer) = (schema(&case, "reader.avsc"), schema(&case, "writer.avsc"));
        let found = incompatibilities(&reader, &[writer], Evolution::Backward);
        let said: Vec<String> =
            found.iter().map(|one| format!("{} ({}): {}", one.pointer, one.field, one.reason)).collect();
        compare(&case, &if said.is_empty() { READABLE.to_owned() } else { lines(&said) }, &mut failures);
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

#[test]
fn a_schema_that_breaks_the_rules_is_refused_with_all_that_is_wrong() {
    let mut failures = Vec::new();
    for case in cases("invalid") {
        match Schema::parse(&text(&case, "schema.avsc")) {
            Ok(_) => failures.push(format!("== {}\nwas not refused", case.display())),
            Err(problems) => compare(&case, &lines(&problems), &mut failures),
        }
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

/// Whatever a schema holds, a consumer that was not changed goes on reading.
#[test]
fn every_schema_reads_itself() {
    let examples = crate::support::examples().into_iter().flat_map(|product| {
        let schemas = fs::read_dir(product.join("schemas")).unwrap();
        schemas.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    });
    let cases = cases("resolution");
    let cases = cases.iter().flat_map(|case| ["reader.avsc", "writer.avsc"].map(|file| case.join(file)));
    for path in cases.chain(examples) {
        let text = fs::read_to_string(&path).unwrap();
        let one = Schema::parse(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}", path.display()));
        let found = incompatibilities(&one, std::slice::from_ref(&one), Evolution::FullTransitive);
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

/// A field that was in version 0, was removed in version 1 and is back with another type in version 2.
fn three_versions() -> (Schema, [Schema; 2]) {
    let version = |field: &str| {
        Schema::parse(&format!(
            r#"{{"type": "record", "name": "Row", "fields": [{{"name": "id", "type": "long"}}{field}]}}"#
        ))
        .unwrap()
    };
    let oldest = version(r#", {"name": "total", "type": "string", "default": ""}"#);
    (version(r#", {"name": "total", "type": "int", "default": 0}"#), [oldest, version("")])
}

#[test]
fn a_mode_says_who_reads_whom() {
    let (new, earlier) = three_versions();
    let found = |mode| {
        let mut found: Vec<_> = incompatibilities(&new, &earlier, mode)
            .iter()
            .map(|Incompatibility { earlier, direction, field, .. }| (*earlier, *direction, field.clone()))
            .collect();
        found.sort();
        found
    };
    let total = |direction| (0, direction, "total".to_owned());
    for mode in [Evolution::None, Evolution::Backward, Evolution::Forward, Evolution::Full] {
        assert_eq!(found(mode), [], "{mode:?} looks at the last version alone");
    }
    assert_eq!(found(Evolution::BackwardTransitive), [total(Direction::Backward)]);
    assert_eq!(found(Evolution::ForwardTransitive), [total(Direction::Forward)]);
    assert_eq!(found(Evolution::FullTransitive), [total(Direction::Backward), total(Direction::Forward)]);
    assert_eq!(incompatibilities(&new, &[], Evolution::FullTransitive), [], "nothing went before");
}

#[test]
fn a_finding_says_who_cannot_read() {
    let (new, earlier) = three_versions();
    let said: Vec<String> =
        incompatibilities(&new, &earlier, Evolution::FullTransitive).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the new schema cannot read data of the old one: `total`: `string` cannot be read as `int`",
            "the old schema cannot read data of the new one: `total`: `int` cannot be read as `string`",
        ]
    );
}

/// The readers of the field: fastavro really writes with one schema and reads with the other.
#[test]
fn other_readers_read_what_we_call_readable_and_nothing_else() {
    passes("avro_cases.py", "venv", &[&root().join("tests/cases/avro")]);
}
