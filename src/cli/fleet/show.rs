//! The report over many products: a line for each that there is something to say about, and how many there are of each kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::super::in_step::Mode;
use super::record::{Record, State};
use crate::diagnostics::plural;

/// The report for people.
pub(super) fn table(records: &[Record], mode: Mode) -> String {
    let listed: Vec<&Record> = records
        .iter()
        .filter(|record| !matches!(record.state, State::InStep | State::HasBranch | State::Waiting))
        .collect();
    let width = |text: fn(&Record) -> &str| listed.iter().map(|record| text(record).chars().count()).max().unwrap_or(0);
    let (ids, states) = (width(|record| &record.id), width(|record| record.state.as_str()));
    let mut out = String::new();
    for record in listed {
        let line = format!("{:<ids$}  {:<states$}  {}", record.id, record.state.as_str(), record.summary);
        let _ = writeln!(out, "{}", line.trim_end());
        for note in &record.notes {
            let _ = writeln!(out, "    {note}");
        }
    }
    let _ = write!(out, "{}", counts(records));
    for advice in advice(records, mode) {
        let _ = write!(out, "\nhelp: {advice}");
    }
    out
}

/// `50 products: 3 conflicts, 40 updated, 7 waiting`.
fn counts(records: &[Record]) -> String {
    let counts: Vec<String> = by_state(records)
        .into_iter()
        .map(|(state, count)| match state {
            State::Conflict => plural(count, "conflict"),
            State::Findings => format!("{count} with findings"),
            State::Branched => format!("{count} on new branches"),
            State::HasBranch => format!("{count} on branches of an earlier run"),
            _ => format!("{count} {}", state.as_str()),
        })
        .collect();
    format!("{}: {}", plural(records.len(), "product"), counts.join(", "))
}

fn by_state(records: &[Record]) -> BTreeMap<State, usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        *counts.entry(record.state).or_default() += 1;
    }
    counts
}

/// What to do next.
fn advice(records: &[Record], mode: Mode) -> Vec<String> {
    let first = |state: State| records.iter().find(|record| record.state == state);
    let mut advice = Vec::new();
    if let (Some(conflict), Mode::Write) = (first(State::Conflict), mode) {
        advice.push(if conflict.written {
            format!("resolve the conflicts, then run `mesh-cli resolve --product {}`", conflict.folder)
        } else {
            format!("update {} by itself, in its own work tree: `mesh-cli update {}`", conflict.id, conflict.folder)
        });
    }
    let stopped = first(State::Conflict).is_some() || first(State::Failed).is_some();
    if let Some(waiting) = first(State::Waiting) {
        let count = plural(records.iter().filter(|record| record.state == State::Waiting).count(), "product");
        advice.push(if stopped {
            format!("then run the command again: it goes on with {}; with --keep-going it does not wait", waiting.id)
        } else {
            format!("run the command again for the next: {count} from {} on", waiting.id)
        });
    }
    if mode == Mode::Check && first(State::OutOfStep).is_some() {
        advice.push("bring the products in step with `mesh-cli generate --all`".to_owned());
    }
    advice
}

/// The report for programs.
pub(super) fn json(records: &[Record]) -> Json {
    let counts: BTreeMap<State, usize> = by_state(records);
    let counts: serde_json::Map<String, Json> = counts
        .into_iter()
        .filter_map(|(state, count)| Some((json!(state).as_str()?.to_owned(), json!(count))))
        .collect();
    json!({
        "formatVersion": 1,
        "counts": counts,
        "products": records.iter().map(Record::json).collect::<Vec<_>>(),
    })
}
