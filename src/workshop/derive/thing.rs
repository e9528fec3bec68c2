//! The things that a domain's events happen to: one source-aligned product for each.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use super::offer::EVENT_ID;
use crate::manifest::check::is_reserved;
use crate::manifest::document::{FieldName, Mask};
use crate::workshop::map::{BusinessEvent, Carried, Domain, SourceSystem};
use crate::workshop::words::{self, Words};

/// A thing that events happen to: an order.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its name, in the singular: `order`.
    pub entity: String,
    /// Its name in the plural: `orders`.
    pub things: String,
    /// The column that tells one from another: `order_id`.
    pub id: String,
    /// The product of its events: `order_events`.
    pub product: String,
    /// Its events, the one that it begins with first.
    pub events: Vec<Happening>,
    /// What is known of it when they happen.
    pub columns: Vec<Column>,
    /// The system that writes them down.
    pub system: String,
    /// How that system is read.
    pub kind: String,
}

/// An event of a thing.
#[derive(Debug, Clone, Serialize)]
pub struct Happening {
    /// Its name: `order_placed`.
    pub name: String,
    /// Its symbol: `ORDER_PLACED`.
    pub symbol: String,
    /// What it means.
    pub meaning: String,
}

/// A column that is known of a thing.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its logical type.
    #[serde(rename = "type")]
    pub logical_type: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is about a person.
    pub pii: bool,
    /// How it is shown to consumers, where it is about a person.
    pub mask: Option<&'static str>,
    /// What it means.
    pub description: String,
    /// Values as they occur.
    pub examples: Vec<Json>,
    /// Whether it is an amount of money.
    #[serde(skip)]
    pub money: bool,
    /// Words of a question that mean it.
    #[serde(skip)]
    pub words: Vec<String>,
}

/// The things of a domain, in the order in which its events name them.
pub(super) fn things(name: &str, domain: &Domain, words: &Words) -> Vec<Thing> {
    let mut groups: IndexMap<String, Vec<&BusinessEvent>> = IndexMap::new();
    for event in &domain.business_events {
        groups.entry(entity(name, event, words)).or_default().push(event);
    }
    let first = groups.keys().next().cloned();
    groups
        .iter()
        .map(|(entity, events)| {
            let system = system(entity, events, &domain.source_systems, words);
            let kind = system.and_then(|system| system.kind.as_ref()).map(ToString::to_string);
            let system = system.map_or_else(|| format!("{name}_service"), |system| system.name.to_string());
            Thing {
                things: port(&words.plural(entity)),
                id: format!("{entity}_id"),
                product: format!("{entity}_events"),
                events: events.iter().map(|event| happening(event)).collect(),
                columns: columns(entity, events, first.as_deref(), words),
                kind: kind.unwrap_or_else(|| words.kind_of_system(&system).to_owned()),
                system,
                entity: entity.clone(),
            }
        })
        .collect()
}

/// The name of a port, and of what SQL reads from it: `values` is a word of SQL.
fn port(things: &str) -> String {
    if is_reserved(things) { format!("all_{things}") } else { things.to_owned() }
}

/// What an event happened to: as it says, else all words of its name but the verb, else what the domain is named after.
pub fn entity(domain: &str, event: &BusinessEvent, words: &Words) -> String {
    let said = event.entity.as_ref().map(crate::manifest::name::Name::snake);
    said.or_else(|| words.entity_of_event(&event.name.snake()))
        .unwrap_or_else(|| words::singular(&domain.replace('-', "_")))
}

fn happening(event: &BusinessEvent) -> Happening {
    let name = event.name.snake();
    let meaning = event
        .description
        .as_ref()
        .map_or_else(|| words::capital(&words::said(&name)), |text| text.trim().trim_end_matches('.').to_owned());
    Happening { symbol: name.to_uppercase(), meaning, name }
}

/// The system that an entity's events come from: as one of them says, else the one whose name has a word in common with
/// the entity, else the first of the domain.
fn system<'a>(
    entity: &str,
    events: &[&BusinessEvent],
    systems: &'a [SourceSystem],
    words: &Words,
) -> Option<&'a SourceSystem> {
    let named = events.iter().find_map(|event| event.source.as_ref());
    if let Some(named) = named.and_then(|named| systems.iter().find(|system| system.name == *named)) {
        return Some(named);
    }
    let known = words.entity(entity).map(|known| known.systems.as_slice()).unwrap_or_default();
    let meant = |system: &&SourceSystem| {
        let name = system.name.snake();
        words::parts(&name).map(words::singular).any(|part| part == entity || known.contains(&part))
    };
    systems.iter().find(meant).or_else(|| systems.first())
}

/// What the events carry; where they say nothing, what is usually known of such a thing, else the id of the thing that the
/// domain is about first.
fn columns(entity: &str, events: &[&BusinessEvent], first: Option<&str>, words: &Words) -> Vec<Column> {
    let id = format!("{entity}_id");
    let mut columns: Vec<Column> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        for carried in &event.carries {
            let name = carried.name.snake();
            if name != id && columns.iter().all(|column| column.name != name) {
                columns.push(column(entity, &name, Some(carried), index == 0, words));
            }
        }
    }
    if !columns.is_empty() || events.iter().any(|event| !event.carries.is_empty()) {
        return columns;
    }
    let usual = words.entity(entity).map(|known| known.carries.clone());
    let around = || {
        let id = first.filter(|first| *first != entity).map(|first| format!("{first}_id"));
        id.filter(|id| id != EVENT_ID).into_iter().collect()
    };
    let usual: Vec<String> = usual.unwrap_or_else(around);
    usual.iter().map(|name| column(entity, name, None, true, words)).collect()
}

fn column(entity: &str, name: &str, carried: Option<&Carried>, required: bool, words: &Words) -> Column {
    let known = words.field(entity, name);
    let said = words::said(name);
    let thing = ["_id", "_at", "_date", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let usual = known.map_or_else(
        || format!("{} of the {}, as its source has it", words::capital(&said), words::said(entity)),
        |known| {
            let text = known.description.replace("{thing}", &words::said(thing));
            text.replace("{entity}", &words::said(entity)).replace("{Words}", &words::capital(&said))
        },
    );
    let pii = carried.and_then(|carried| carried.pii).unwrap_or_else(|| known.is_some_and(|known| known.pii));
    let logical_type = carried.and_then(|carried| carried.logical_type.as_ref()).map(ToString::to_string);
    let of_words = || known.map_or_else(|| "string".to_owned(), |known| known.logical_type.to_string());
    // The examples are those of the type that the words know.
    let examples = known.filter(|_| logical_type.is_none()).map(|known| known.examples.clone()).unwrap_or_default();
    let logical_type = logical_type.unwrap_or_else(of_words);
    let mask = if logical_type == "string" { Mask::Hash } else { Mask::Null };
    Column {
        name: name.to_owned(),
        required,
        pii,
        mask: pii.then(|| mask.as_str()),
        description: carried
            .and_then(|carried| carried.description.as_ref())
            .map_or(usual, |text| text.trim().to_owned()),
        examples,
        money: known.is_some_and(|known| known.money) && logical_type.starts_with("decimal"),
        words: known.map(|known| known.words.clone()).unwrap_or_default(),
        logical_type,
    }
}

impl Column {
    /// Whether the column tells things apart, so that rows of two products meet in it.
    pub fn is_key(&self) -> bool {
        self.name.parse::<FieldName>().is_ok() && self.name.ends_with("_id") && !self.pii
    }

    /// How many of its words a question says, in the singular; none where it does not speak of the column. The rate that a
    /// question asks for is not every rate.
    pub(super) fn said_by(&self, spoken: &[String], words: &Words) -> usize {
        let parts: Vec<String> = words::parts(&self.name).map(words::singular).collect();
        if spoken.contains(&self.name) {
            return parts.len();
        }
        let said = parts.iter().filter(|part| spoken.contains(part)).count();
        let ends = parts
            .last()
            .is_some_and(|head| spoken.contains(head) && (said == parts.len() || !words.rates.contains(head)));
        let means = self.words.iter().any(|word| spoken.contains(word));
        if ends || means { said.max(1) } else { 0 }
    }

    /// Whether values of the column can be added up.
    pub fn is_number(&self) -> bool {
        let kind = self.logical_type.as_str();
        matches!(kind, "int" | "long" | "float" | "double") || kind.starts_with("decimal")
    }
}
