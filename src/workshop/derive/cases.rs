//! Cases that show what an answer's SQL does: rows of the products that it reads, and what comes of them.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::answer::{AnswerField, Parts};
use super::offer::{ANSWER_TIME, EVENT_ID, EVENT_TYPE};
use super::thing::Column;

/// A case: rows of the inputs, and the rows that come of them.
#[derive(Debug, Serialize)]
pub(super) struct Case {
    /// What it shows.
    pub name: String,
    /// Port → rows.
    pub given: IndexMap<String, Vec<IndexMap<String, Json>>>,
    /// The rows that come out.
    pub expect: Vec<IndexMap<String, Json>>,
}

/// The moment of every event in a case.
const MOMENT: &str = "2025-01-01 10:00:00+00";

/// One row of everything, and one row of the product that the rows come from alone.
pub(super) fn of(
    parts: &Parts<'_>,
    fields: &[AnswerField],
    columns: &IndexMap<String, String>,
    read: &[Vec<String>],
) -> Vec<Case> {
    let mut cases = vec![case("one_of_each_is_counted_once", parts, fields, columns, read, true)];
    if parts.offers.len() > 1 {
        cases.push(case("rows_without_partners_stay", parts, fields, columns, read, false));
    }
    cases
}

fn case(
    name: &str,
    parts: &Parts<'_>,
    fields: &[AnswerField],
    columns: &IndexMap<String, String>,
    read: &[Vec<String>],
    all: bool,
) -> Case {
    let there = |offer: usize| all || offer == parts.grain.from;
    let mut given = IndexMap::new();
    for (at, port) in parts.ports.iter().enumerate() {
        given.insert(port.clone(), if there(at) { vec![row(at, parts, read)] } else { Vec::new() });
    }
    let mut expected = IndexMap::new();
    for field in fields.iter().filter(|field| field.name != ANSWER_TIME) {
        if let Some(value) = value(field, &columns[&field.name], parts, &there) {
            expected.insert(field.name.clone(), value);
        }
    }
    Case { name: name.to_owned(), given, expect: vec![expected] }
}

/// One row of a product: the event that its thing begins with.
fn row(at: usize, parts: &Parts<'_>, read: &[Vec<String>]) -> IndexMap<String, Json> {
    let offer = &parts.offers[at];
    let mut row = IndexMap::new();
    if let Some(opening) = offer.opening() {
        row.insert(EVENT_ID.to_owned(), json!(format!("7b0f2a3e-51c4-4c0a-9d55-0000000000{at:02}")));
        row.insert(EVENT_TYPE.to_owned(), json!(opening.symbol));
    }
    row.insert(offer.time.to_owned(), json!(MOMENT));
    for column in offer.columns.iter().filter(|column| read[at].contains(&column.name)) {
        row.insert(column.name.clone(), sample(&column.name, &column.logical_type, &column.examples));
    }
    row
}

/// A value of a column: the same for columns of one name, so that rows meet.
pub(super) fn sample(name: &str, logical_type: &str, examples: &[Json]) -> Json {
    match (examples.first(), logical_type) {
        (Some(example), _) => example.clone(),
        (None, "int" | "long") => json!(2),
        (None, "boolean") => json!(true),
        (None, "date") => json!("2025-01-01"),
        (None, "timestamp") => json!(MOMENT),
        (None, "uuid") => json!("7b0f2a3e-51c4-4c0a-9d55-0d8f4b1f6a01"),
        (None, kind) if kind.starts_with("decimal") || kind == "double" || kind == "float" => json!(19.5),
        _ => json!(format!("{}-1", name.trim_end_matches("_id"))),
    }
}

/// What a column must be; nothing where the case does not speak of it.
fn value(field: &AnswerField, sql: &str, parts: &Parts<'_>, there: &dyn Fn(usize) -> bool) -> Option<Json> {
    if field.logical_type == "date" {
        return Some(json!("2025-01-01"));
    }
    // The product that the expression reads first.
    let offer = (0..parts.ports.len()).filter_map(|at| Some((reads(sql, &parts.ports[at], None)?, at))).min()?.1;
    let one = &parts.offers[offer];
    if field.max.is_some() {
        return there(offer)
            .then(|| json!(1))
            .filter(|_| parts.offers.len() == parts.tree.joined.len() && all_there(parts, there));
    }
    if field.min.is_none() {
        let column = one.column(&field.name)?;
        let known = || sample(&column.name, &column.logical_type, &column.examples);
        return Some(if there(offer) { known() } else { json!("unknown") });
    }
    let opens =
        one.opening().is_none_or(|opening| !sql.contains(EVENT_TYPE) || sql.contains(&format!("'{}'", opening.symbol)));
    if !there(offer) || !opens {
        return Some(json!(0)).filter(|_| field.required);
    }
    if sql.starts_with("count") {
        return Some(json!(1));
    }
    // What is added up: the ids in it are only counted.
    let added = |column: &&Column| column.is_number() && reads(sql, &parts.ports[offer], Some(&column.name)).is_some();
    let column = one.columns.iter().find(added)?;
    Some(sample(&column.name, &column.logical_type, &column.examples))
}

/// Where an expression first reads a column of a port, or any. `admission` is not read where `admission_reason` is.
fn reads(sql: &str, port: &str, column: Option<&str>) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let wanted = format!("{port}.{}", column.unwrap_or_default());
    sql.match_indices(&wanted).map(|(at, _)| at).find(|&at| {
        !sql[..at].ends_with(is_name) && (column.is_none() || !sql[at + wanted.len()..].starts_with(is_name))
    })
}

fn all_there(parts: &Parts<'_>, there: &dyn Fn(usize) -> bool) -> bool {
    (0..parts.offers.len()).all(there)
}

#[cfg(test)]
mod tests {
    use super::reads;

    #[test]
    fn a_name_is_no_beginning_of_another() {
        let sql = "sum(all_stays.admission_reason + stays.admission)";
        assert_eq!(reads(sql, "stays", Some("admission")), sql.find("stays.admission)"));
        assert_eq!(reads(sql, "stays", Some("reason")), None);
        assert_eq!(reads(sql, "all_stays", None), Some(4));
    }
}
