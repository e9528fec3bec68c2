//! What an answer counts, adds up and divides.

use indexmap::IndexMap;

use super::amount::is_amount;
use super::answer::{AnswerField, Parts};
use super::join::Relation;
use super::offer::{EVENT_ID, EVENT_TYPE, Offer};
use super::thing::{Column, Happening};
use crate::manifest::name::suggest;
use crate::workshop::words::{Words, capital, parts as words_of, said, singular, spoken};

/// The columns so far.
struct Sheet<'a> {
    fields: &'a mut Vec<AnswerField>,
    columns: &'a mut IndexMap<String, String>,
    read: &'a mut [Vec<String>],
}

impl Sheet<'_> {
    fn add(&mut self, name: String, logical_type: &str, sql: String, description: String, required: bool) {
        if self.columns.contains_key(&name) {
            return;
        }
        self.columns.insert(name.clone(), sql);
        let logical_type = logical_type.to_owned();
        self.fields.push(AnswerField {
            name,
            logical_type,
            required,
            primary_key: false,
            description,
            min: Some(0),
            max: None,
        });
    }
}

/// Adds everything that the joined products can say.
pub(super) fn all(
    question: &str,
    parts: &Parts<'_>,
    words: &Words,
    fields: &mut Vec<AnswerField>,
    columns: &mut IndexMap<String, String>,
    read: &mut [Vec<String>],
) {
    let spoken: Vec<String> = spoken(question).iter().map(|word| singular(word)).collect();
    let mut sheet = Sheet { fields, columns, read };
    for at in 0..parts.tree.joined.len() {
        let offer = parts.tree.joined[at].offer;
        if parts.offers[offer].events.is_empty() {
            numbers(at, parts, &mut sheet);
        } else {
            counts(offer, parts, &mut sheet);
            sums(at, &|column| is_amount(column, &spoken, words), parts, &mut sheet);
        }
    }
    meetings(parts, words, &mut sheet);
    if spoken.iter().any(|word| words.averages.contains(word)) {
        mean(&spoken, words, parts, &mut sheet);
    }
    if let Some(at) = spoken.iter().position(|word| words.rates.contains(word)) {
        share(&spoken, at, parts, &mut sheet);
    }
}

/// How many things there are, and how many of each event.
fn counts(offer: usize, parts: &Parts<'_>, sheet: &mut Sheet<'_>) {
    let one = &parts.offers[offer];
    let Some(id) = &one.id else { return };
    let sql = parts.sql(offer, id);
    let whole = parts.grain.is_thing(parts.offers) && offer == parts.grain.from;
    sheet.read[offer].push(id.clone());
    if parts.stands_for_things(offer) {
        if !whole {
            let meaning = format!("Number of {}", said(&one.things));
            sheet.add(format!("{}_count", one.entity), "long", format!("count(distinct {sql})"), meaning, true);
        }
        return;
    }
    for event in &one.events {
        let case = case(offer, event, &sql, parts);
        let meaning = format!("Number of {} with {}", said(&one.things), told(event));
        sheet.add(format!("{}_count", event.name), "long", format!("count(\n    distinct\n{case}\n)"), meaning, true);
    }
}

/// The sums of amounts by event, and of quantities at the first one, where adding up is right.
fn sums(at: usize, is_amount: &dyn Fn(&Column) -> bool, parts: &Parts<'_>, sheet: &mut Sheet<'_>) {
    let offer = parts.tree.joined[at].offer;
    let one = &parts.offers[offer];
    let Some(divisor) = partners(at, parts) else { return };
    for column in &one.columns {
        let quantity = column.logical_type == "int" && column.name.ends_with("quantity");
        if !is_amount(column) && !quantity {
            continue;
        }
        let single = quantity || parts.stands_for_things(offer);
        for event in one.events.iter().take(if single { 1 } else { usize::MAX }) {
            let sql = sum(offer, &column.name, event, parts);
            let sql = divisor.iter().fold(sql, |sql, partner| format!("{sql}\n/ {partner}"));
            let last = words_of(&column.name).next_back().unwrap_or_default();
            let logical_type = if quantity { "long" } else { "decimal(18,2)" };
            let many = if divisor.is_empty() { "" } else { "; each is counted once, however many rows it meets" };
            let meaning = format!("Sum of `{}` of all {} with {}{many}", column.name, said(&one.things), told(event));
            sheet.read[offer].push(column.name.clone());
            sheet.add(format!("{}_{last}", event.name), logical_type, sql, meaning, true);
        }
    }
}

/// A value at one event, and nothing at the others.
fn case(offer: usize, event: &Happening, value: &str, parts: &Parts<'_>) -> String {
    let kind = parts.sql(offer, EVENT_TYPE);
    format!("    case\n        when {kind} = '{}'\n            then {value}\n    end", event.symbol)
}

fn sum(offer: usize, column: &str, event: &Happening, parts: &Parts<'_>) -> String {
    format!(
        "sum(\n    case\n        when {} = '{}'\n            then {}\n        else 0\n    end\n)",
        parts.sql(offer, EVENT_TYPE),
        event.symbol,
        parts.sql(offer, column)
    )
}

/// What a sum of a product's rows is divided by, so that each of them is counted once: nothing where each takes part once
/// anyway; the number of rows that each meets, where all meet in the key of the answer. Else there is no right sum.
fn partners(at: usize, parts: &Parts<'_>) -> Option<Vec<String>> {
    if parts.tree.rows_take_part_once(at) {
        return Some(Vec::new());
    }
    let [(root, key)] = &parts.grain.columns[..] else { return None };
    let star = parts.tree.joined.iter().skip(1).all(|joined| {
        joined.to == 0 && joined.key == *key && matches!(joined.relation, Relation::Shared | Relation::Detail)
    });
    let events = parts.offers.iter().all(|offer| !offer.events.is_empty());
    if !star || !events || parts.grain.span.is_some() || *root != parts.grain.from {
        return None;
    }
    let others = parts.tree.joined.iter().enumerate().filter(|(other, joined)| {
        *other != at && !(joined.relation == Relation::From && parts.stands_for_things(joined.offer))
    });
    let count = |offer: usize| format!("greatest(count(distinct {}), 1)", parts.sql(offer, EVENT_ID));
    Some(others.map(|(_, joined)| count(joined.offer)).collect())
}

/// The numbers of an answer that is read by another.
fn numbers(at: usize, parts: &Parts<'_>, sheet: &mut Sheet<'_>) {
    if !parts.tree.rows_take_part_once(at) {
        return;
    }
    let offer = parts.tree.joined[at].offer;
    for column in &parts.offers[offer].columns {
        let whole = column.logical_type == "long";
        if !whole && column.logical_type != "decimal(18,2)" {
            continue;
        }
        let sql = format!("coalesce(sum({}), 0)", parts.sql(offer, &column.name));
        let meaning = format!("{}, added up over `{}`", column.description, parts.offers[offer].product_id());
        sheet.read[offer].push(column.name.clone());
        sheet.add(column.name.clone(), &column.logical_type, sql, meaning, true);
    }
}

/// Of products that meet many to many: how many of the things in whose key they meet.
fn meetings(parts: &Parts<'_>, words: &Words, sheet: &mut Sheet<'_>) {
    for joined in parts.tree.joined.iter().filter(|joined| joined.relation == Relation::Shared) {
        let Some(thing) = joined.key.strip_suffix("_id") else { continue };
        if parts.grain.columns.iter().any(|(_, name)| *name == joined.key) {
            continue;
        }
        let there = &parts.offers[parts.tree.joined[joined.to].offer];
        let here = &parts.offers[joined.offer];
        let sql = format!("count(distinct {})", parts.sql(joined.offer, &joined.key));
        let meaning = format!(
            "Number of {} that are among the {} and the {}",
            said(&words.plural(thing)),
            said(&there.things),
            said(&here.things)
        );
        sheet.add(format!("{thing}_count"), "long", sql, meaning, true);
    }
}

/// The mean of the amount that the question says most of, else of the first.
fn mean(spoken: &[String], words: &Words, parts: &Parts<'_>, sheet: &mut Sheet<'_>) {
    let whole = (0..parts.tree.joined.len()).filter(|&at| parts.tree.rows_take_part_once(at));
    let amounts = whole.flat_map(|at| {
        let offer = parts.tree.joined[at].offer;
        let columns = parts.offers[offer].columns.iter().filter(|column| is_amount(column, spoken, words));
        columns.map(move |column| (offer, column))
    });
    // The first of those that are spoken of alike.
    let amounts: Vec<(usize, &Column)> = amounts.collect();
    let Some(&(offer, column)) = amounts.iter().rev().max_by_key(|(_, column)| column.said_by(spoken, words)) else {
        return;
    };
    let one: &Offer = &parts.offers[offer];
    let (Some(event), Some(id)) = (one.opening(), &one.id) else { return };
    let case = case(offer, event, &parts.sql(offer, id), parts);
    let count = format!("nullif(count(\n    distinct\n{case}\n), 0)");
    let sql = format!("{}\n/ {count}", sum(offer, &column.name, event, parts));
    let meaning = format!("Mean of `{}` of all {}", column.name, said(&one.things));
    sheet.add(format!("{}_average", column.name), "decimal(18,2)", sql, meaning, false);
}

/// The share of the things of which there is a detail.
fn share(spoken: &[String], at: usize, parts: &Parts<'_>, sheet: &mut Sheet<'_>) {
    let Some(joined) = parts.tree.joined.iter().rev().find(|joined| joined.relation == Relation::Detail) else {
        return;
    };
    let parent = parts.tree.joined[joined.to].offer;
    let (one, of) = (&parts.offers[joined.offer], &parts.offers[parent]);
    let name = match (spoken[at].as_str(), at.checked_sub(1).and_then(|before| suggest(&spoken[before]))) {
        ("rate" | "share" | "ratio" | "percentage", Some(before)) => format!("{}_{}", before.snake(), spoken[at]),
        (word, _) => format!("{word}_rate"),
    };
    let sql = format!(
        "cast(\n    count(distinct {}) as decimal(18, 4)\n)\n/ nullif(count(distinct {}), 0)",
        parts.sql(joined.offer, &joined.key),
        parts.sql(parent, &joined.key)
    );
    let meaning = format!("Share of the {} with at least one of the {}", said(&of.things), said(&one.things));
    sheet.add(name, "decimal(9,4)", sql, meaning, false);
    if let Some(field) = sheet.fields.last_mut() {
        field.max = Some(1);
    }
}

/// An event inside a sentence, with what the map says of it.
fn told(event: &Happening) -> String {
    let usual = event.meaning == capital(&said(&event.name));
    let meaning = if usual { String::new() } else { format!(" ({})", lower(&event.meaning)) };
    format!("the event `{}`{meaning}", event.name)
}

/// A sentence inside another one. A word of capitals alone stays as it is.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
