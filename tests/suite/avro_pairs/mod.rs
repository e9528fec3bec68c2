//! Thousands of pairs of schemas, each made by chance and changed by chance: what we say of them, and what a reader
//! of the field does with them.

mod chance;
mod renamed;

use std::io::Write as _;

use mesh_cli::evolution::avro::{Reason, Schema, incompatibilities};
use mesh_cli::evolution::contract::{Class, compare_avro};
use mesh_cli::manifest::document::Evolution;
use serde_json::{Value as Json, json};

use crate::tools::passes;
use chance::Chance;

const PAIRS: u64 = 3000;

fn pairs() -> impl Iterator<Item = (u64, Json, Json)> {
    (0..PAIRS).map(|seed| {
        let mut chance = Chance::new(seed);
        let old = chance.record();
        let new = chance.changed(&old);
        (seed, old, new)
    })
}

fn parse(json: &Json) -> Schema {
    Schema::from_json(json).unwrap_or_else(|problems| panic!("{json}: {problems:?}"))
}

/// fastavro writes values with one schema of a pair and reads them with the other, both ways, in one process.
#[test]
fn what_we_call_readable_is_read_by_others_and_nothing_else() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut readable = 0;
    for (seed, old, new) in pairs() {
        for (reader, writer) in [(&new, &old), (&old, &new)] {
            let found = incompatibilities(&parse(reader), &[parse(writer)], Evolution::Backward);
            assert!(found.iter().all(|one| !matches!(one.reason, Reason::LogicalType { .. })), "{reader} {writer}");
            let said: Vec<String> = found.iter().map(ToString::to_string).collect();
            readable += usize::from(said.is_empty());
            let line = json!({ "pair": seed, "reader": reader, "writer": writer, "said": said });
            writeln!(file, "{line}").unwrap();
        }
    }
    let all = usize::try_from(PAIRS).unwrap() * 2;
    assert!(readable > all / 5 && readable < all * 4 / 5, "{readable} of {all}: chance gives too much of one kind");
    passes("avro_pairs.py", "venv", &[file.path()]);
}

/// Whatever the mode refuses needs a major version, and where nothing changed there is nothing to say.
#[test]
fn what_cannot_be_read_needs_a_major_version() {
    for (seed, old, new) in pairs() {
        let (one, other) = (parse(&old), parse(&new));
        assert_eq!(compare_avro(&one, &one, Evolution::Full).changes, [], "pair {seed}");
        for mode in [Evolution::Backward, Evolution::Forward, Evolution::Full] {
            let found = incompatibilities(&other, std::slice::from_ref(&one), mode);
            let comparison = compare_avro(&one, &other, mode);
            let breaks = comparison.needed == Some(Class::Major);
            assert!(breaks || found.is_empty(), "pair {seed}, {mode:?}: {found:?} of\n{old}\n{new}");
            let explained = comparison.changes.iter().all(|change| change.rule.id != "evolution/avro-incompatible");
            assert!(explained, "pair {seed}, {mode:?}: no change explains {found:?} of\n{old}\n{new}");
        }
    }
}
