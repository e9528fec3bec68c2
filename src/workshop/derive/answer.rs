//! The answer to a question: its columns, and the SQL that makes them of the products that it needs.

mod model;

pub(super) use model::{Answer, AnswerField};

use indexmap::IndexMap;

use model::{Input, InputField, Join};

use super::cases;
use super::grain::{Grain, Span, grain};
use super::join::{Relation, Tree};
use super::measure;
use super::offer::{ANSWER_TIME, EVENT_ID, EVENT_TIME, EVENT_TYPE, Offer};
use crate::workshop::words::{Words, said};

/// The parts that an answer is put together from.
pub(super) struct Parts<'a> {
    pub offers: &'a [Offer],
    pub ports: Vec<String>,
    pub tree: Tree,
    pub grain: Grain,
}

impl Parts<'_> {
    /// A column of one of the joined products, as SQL names it.
    pub(super) fn sql(&self, offer: usize, column: &str) -> String {
        format!("{}.{column}", self.ports[offer])
    }

    /// Whether an offer takes part with the event that its things begin with alone.
    pub(super) fn stands_for_things(&self, offer: usize) -> bool {
        let root = offer == self.grain.from && self.grain.is_thing(self.offers) && self.offers.len() > 1;
        let at = self.tree.joined.iter().position(|joined| joined.offer == offer);
        !self.offers[offer].events.is_empty() && (root || at.is_some_and(|at| self.tree.stands_for_things(at)))
    }

    fn is_opening(&self, offer: usize) -> Option<String> {
        let opening = self.offers[offer].opening()?;
        Some(format!("{} = '{}'", self.sql(offer, EVENT_TYPE), opening.symbol))
    }
}

/// The answer to a question over the offers that it needs; those that share no key with the others are given back.
pub(super) fn answer(question: &str, offers: &[Offer], words: &Words) -> Result<Answer, Vec<usize>> {
    let grain = grain(question, offers, words);
    let tree = Tree::of(offers, grain.from)?;
    let parts = Parts { offers, ports: ports(offers), tree, grain };
    let mut columns: IndexMap<String, String> = IndexMap::new();
    let mut fields = Vec::new();
    let mut group_by = Vec::new();
    let mut read: Vec<Vec<String>> = offers.iter().map(|_| Vec::new()).collect();
    span(&parts, &mut fields, &mut columns, &mut group_by);
    dimensions(&parts, &mut fields, &mut columns, &mut group_by, &mut read);
    let key_columns = fields.len();
    measure::all(question, &parts, words, &mut fields, &mut columns, &mut read);
    columns.insert(ANSWER_TIME.to_owned(), newest(&parts));
    fields.push(AnswerField {
        name: ANSWER_TIME.to_owned(),
        logical_type: "timestamp".to_owned(),
        required: true,
        primary_key: false,
        description: "Moment of the newest event that the row is made of, in UTC".to_owned(),
        min: None,
        max: None,
    });
    let joins: Vec<Join> = parts.tree.joined.iter().skip(1).map(|joined| join(&parts, joined, &mut read)).collect();
    let condition = parts.stands_for_things(parts.grain.from).then(|| parts.is_opening(parts.grain.from)).flatten();
    let row = fields[..key_columns].iter().filter(|field| field.primary_key).map(|field| said(&field.name));
    Ok(Answer {
        cases: cases::of(&parts, &fields, &columns, &read),
        inputs: offers
            .iter()
            .zip(&parts.ports)
            .zip(&read)
            .map(|((offer, port), read)| input(offer, port, read))
            .collect(),
        from: parts.ports[parts.grain.from].clone(),
        row: row.map(|name| name.trim_end_matches(" id").to_owned()).collect::<Vec<_>>().join(" and "),
        joins,
        condition,
        group_by,
        columns,
        fields,
    })
}

/// The names of the ports: those of the products, with the domain in front where two have one name.
fn ports(offers: &[Offer]) -> Vec<String> {
    let twice = |offer: &Offer| offers.iter().filter(|other| other.product == offer.product).count() > 1;
    let name = |offer: &Offer| {
        let name = if twice(offer) { format!("{}_{}", offer.domain, offer.product) } else { offer.product.clone() };
        name.replace('-', "_")
    };
    offers.iter().map(name).collect()
}

fn span(
    parts: &Parts<'_>,
    fields: &mut Vec<AnswerField>,
    columns: &mut IndexMap<String, String>,
    group_by: &mut Vec<String>,
) {
    let Some(span) = parts.grain.span else { return };
    let from = &parts.offers[parts.grain.from];
    let time = parts.sql(parts.grain.from, from.time);
    let (word, sql, meaning) = match span {
        Span::Day => ("day", format!("cast({time} as date)"), "Day of the events, in UTC"),
        Span::Month => (
            "month",
            format!("cast(\n    date_trunc('month', {time}) as date\n)"),
            "First day of the month of the events, in UTC",
        ),
    };
    let name = format!("{}_{word}", from.entity);
    columns.insert(name.clone(), sql.clone());
    group_by.push(sql);
    fields.push(AnswerField {
        name,
        logical_type: "date".to_owned(),
        required: true,
        primary_key: true,
        description: meaning.to_owned(),
        min: None,
        max: None,
    });
}

/// What tells rows apart; and, where a row stands for one thing, what else is known of the thing.
fn dimensions(
    parts: &Parts<'_>,
    fields: &mut Vec<AnswerField>,
    columns: &mut IndexMap<String, String>,
    group_by: &mut Vec<String>,
    read: &mut [Vec<String>],
) {
    let root = parts.grain.from;
    let mut wanted: Vec<(usize, String, bool)> =
        parts.grain.columns.iter().map(|(at, name)| (*at, name.clone(), true)).collect();
    if parts.grain.is_thing(parts.offers) {
        let known = parts.offers[root].columns.iter().filter(|column| {
            // Events have the descriptions of their things; an answer's columns are measures.
            !column.pii && !column.money && !parts.offers[root].events.is_empty() && column.logical_type == "string"
        });
        let known = known.filter(|column| parts.grain.columns.iter().all(|(_, name)| *name != column.name));
        wanted.extend(known.map(|column| (root, column.name.clone(), false)));
    }
    for (at, name, key) in wanted {
        let Some(column) = parts.offers[at].column(&name) else { continue };
        if columns.contains_key(&name) {
            continue;
        }
        let sql = parts.sql(at, &name);
        let sure = at == root && column.required || !key;
        let sql = if sure || column.logical_type != "string" { sql } else { format!("coalesce({sql}, 'unknown')") };
        let meaning = if key && parts.offers[at].id.as_ref() == Some(&name) {
            let thing = said(&parts.offers[at].entity);
            format!("Id of the {thing}; it is never given to another {thing}")
        } else {
            column.description.clone()
        };
        if key {
            columns.insert(name.clone(), sql.clone());
            group_by.push(sql);
        } else {
            // A thing has one value, which all of its rows repeat.
            columns.insert(name.clone(), format!("max({sql})"));
        }
        read[at].push(name.clone());
        fields.push(AnswerField {
            name,
            logical_type: column.logical_type.clone(),
            required: key || column.required,
            primary_key: key,
            description: meaning,
            min: None,
            max: None,
        });
    }
}

/// The newest moment of all rows that take part.
fn newest(parts: &Parts<'_>) -> String {
    let at = |offer: usize| format!("max({})", parts.sql(offer, parts.offers[offer].time));
    let root = at(parts.grain.from);
    let other = |offer| format!("    coalesce(\n        {},\n        {root}\n    )", at(offer));
    let others = parts.tree.joined.iter().skip(1).map(|joined| other(joined.offer));
    let others: Vec<String> = others.collect();
    if others.is_empty() { root } else { format!("greatest(\n    {root},\n{}\n)", others.join(",\n")) }
}

fn join(parts: &Parts<'_>, joined: &super::join::Joined, read: &mut [Vec<String>]) -> Join {
    let to = parts.tree.joined[joined.to].offer;
    for at in [joined.offer, to] {
        read[at].push(joined.key.clone());
    }
    let mut on = format!("{} = {}", parts.sql(to, &joined.key), parts.sql(joined.offer, &joined.key));
    if let Some(opening) = parts.is_opening(joined.offer).filter(|_| parts.stands_for_things(joined.offer)) {
        on.push_str("\nand ");
        on.push_str(&opening);
    }
    debug_assert!(joined.relation != Relation::From);
    Join { port: parts.ports[joined.offer].clone(), on }
}

/// The columns of a port: those that tell rows apart, and those that the answer reads.
fn input(offer: &Offer, port: &str, read: &[String]) -> Input {
    let field = |name: &str, logical_type: &str, description: &str, symbols: Vec<String>| InputField {
        name: name.to_owned(),
        logical_type: logical_type.to_owned(),
        required: true,
        primary_key: name == EVENT_ID,
        description: description.to_owned(),
        symbols,
        examples: Vec::new(),
    };
    let mut fields = Vec::new();
    if offer.events.is_empty() {
        fields.push(field(offer.time, "timestamp", "Moment of the newest event that the row is made of", Vec::new()));
    } else {
        let symbols = offer.events.iter().map(|event| event.symbol.clone()).collect();
        fields.push(field(EVENT_ID, "uuid", "Identifies the event", Vec::new()));
        fields.push(field(EVENT_TYPE, "enum", "What happened", symbols));
        fields.push(field(EVENT_TIME, "timestamp", "When it happened, in UTC", Vec::new()));
    }
    fields.extend(offer.columns.iter().filter(|column| read.contains(&column.name)).map(|column| InputField {
        name: column.name.clone(),
        logical_type: column.logical_type.clone(),
        required: column.required,
        primary_key: offer.events.is_empty() && offer.id.as_ref() == Some(&column.name),
        description: column.description.clone(),
        symbols: Vec::new(),
        examples: column.examples.clone(),
    }));
    Input {
        port: port.to_owned(),
        product: offer.product_id(),
        domain: offer.domain.clone(),
        time: offer.time.to_owned(),
        fields,
    }
}
