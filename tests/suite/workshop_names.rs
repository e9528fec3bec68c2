//! Whatever a map calls its domains, systems, events, columns and questions: it makes a pilot, or findings at their places.

use std::fmt::Write as _;

use mesh_cli::diagnostics::{Finding, Source};
use mesh_cli::manifest::node::Origin;
use mesh_cli::pack::Pack;
use mesh_cli::workshop::DomainMap;
use mesh_cli::workshop::derive::{Before, derive};
use rayon::prelude::*;
use serde_json::{Value, json};

/// Words of SQL, of our own columns, of plurals and of no alphabet, and every length.
const WORDS: &[&str] = &[
    "event",
    "events",
    "orders",
    "group",
    "groups",
    "select",
    "table",
    "values",
    "rows",
    "status",
    "id",
    "type",
    "date",
    "timestamp",
    "column",
    "test",
    "count",
    "day",
    "last_event",
    "answer",
    "null",
    "assembled",
    "final",
    "a",
    "series",
    "address",
    "data",
    "2nd",
    "größe",
    "注文",
    "Order Line",
    "x__y",
    "x-y",
    "",
    "?",
];

fn longs() -> Vec<String> {
    [40, 50, 56, 63, 100]
        .iter()
        .map(|length| "long_name_".repeat(10)[..*length].trim_end_matches('_').to_owned())
        .collect()
}

/// A map with a word at every place where a map has names.
fn maps(word: &str) -> Vec<(String, Value)> {
    let with = |domain: &str, system: &str, event: String, carried: &str, question: Value| {
        json!({ "domains": {
            domain: { "team": "A", "sourceSystems": [system], "businessEvents": [{ "name": event, "carries": [carried, "customer_id"] }, "parcel_sent"],
                "analyticalQuestions": [question, { "question": "Which customers stay?", "name": "staying", "needs": ["people"] }] },
            "people": { "team": "B", "businessEvents": ["customer_registered"] },
        }, "apiVersion": "datamesh.io/v1", "kind": "DomainMap" })
    };
    let month = || json!("How many customers are there per month?");
    let named = json!({ "question": "Which?", "name": word, "needs": ["people"] });
    let asked = json!(format!("What is the {word} rate of customers by {word} and day?"));
    let needs = json!({ "question": "Which things?", "needs": [word] });
    vec![
        ("domain and system".into(), with(word, word, "thing_made".to_owned(), "reason", needs)),
        ("thing and column".into(), with("shop", "pg", format!("{word}_made"), word, asked)),
        ("verb and key".into(), with("shop", "pg", format!("thing_{word}"), &format!("{word}_id"), month())),
        ("event and question".into(), with("shop", "pg", word.to_owned(), "reason", named)),
    ]
}

/// What is wrong with the findings of a map: each has a place.
fn without_place(findings: &[Finding]) -> Vec<String> {
    let lost = findings.iter().filter(|finding| !matches!(finding.origin, Origin::File { .. }));
    lost.map(|finding| format!("{} has no place", finding.message)).collect()
}

/// What becomes of a map: its faults, and whether it makes a pilot.
fn judge(map: &Value, pack: &Pack) -> (Vec<String>, bool) {
    let source = Source::new("map.yaml", serde_json::to_string_pretty(map).unwrap());
    match DomainMap::parse(source) {
        Err(report) => (without_place(&report.findings), false),
        Ok(map) => match derive(&map, pack, &Before::default()) {
            Err(error) => (vec![error.to_string()], false),
            Ok(pilot) => (without_place(&pilot.left_out), pilot.left_out.is_empty()),
        },
    }
}

#[test]
fn every_name_makes_a_pilot_or_a_finding_at_its_place() {
    let pack = Pack::builtin().unwrap();
    pack.make_ready();
    let words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).chain(longs()).collect();
    let cases: Vec<(String, String, Value)> =
        words.iter().flat_map(|word| maps(word).into_iter().map(move |(at, map)| (word.clone(), at, map))).collect();
    let judged: Vec<(Vec<String>, bool)> = cases.par_iter().map(|(_, _, map)| judge(map, &pack)).collect();
    let mut wrong = String::new();
    for ((word, at, _), (faults, _)) in cases.iter().zip(&judged) {
        for fault in faults {
            let _ = writeln!(wrong, "{word} as {at}: {fault}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let good = judged.iter().filter(|(_, good)| *good).count();
    assert!(good > cases.len() / 2 && good < cases.len() - 20, "{good} of {} are good", cases.len());
}
