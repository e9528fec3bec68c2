//! From a sketch of a product to its manifest: the pack's drafts, filled in and resolved.

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::cases;
use super::offer::id_of;
use super::{Origin, Sketch, Thing};
use crate::diagnostics::{Finding, Report, Rule, Severity};
use crate::error::{Error, Result};
use crate::manifest::node::{Node, Origin as Place};
use crate::manifest::{Draft, Manifest, resolve};
use crate::mesh::scaffold::MeshDomain;
use crate::pack::Pack;
use crate::render::Engine;
use crate::workshop::map::DomainMap;
use crate::workshop::words::{Words, capital, said};

/// The drafts, in a pack.
const SOURCE_ALIGNED: &str = "workshop/source-aligned.yaml.tera";
const CONSUMER_ALIGNED: &str = "workshop/consumer-aligned.yaml.tera";

/// What a product can promise, given those that it reads.
#[derive(Clone, Copy)]
struct Promise {
    level: usize,
    unavailable: u32,
    personal: bool,
}

/// What is derived is a manifest.
pub static UNFIT: Rule = Rule::new(
    "workshop/unfit",
    "What the map says can be made a product",
    "names become columns, tables and files, and what cannot be one of them fails in every tool behind the map",
);

/// The manifests of all products. What the rules of manifests refuse is a finding at its place in the map.
pub(super) fn all(
    map: &DomainMap,
    words: &Words,
    sketches: &[Sketch],
    domains: &IndexMap<String, MeshDomain>,
    pack: &Pack,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Manifest>> {
    let engine = pack.engine("workshop/")?;
    let mut promises: Vec<Promise> = Vec::new();
    let mut manifests = Vec::new();
    let mut refused: Vec<usize> = Vec::new();
    for (at, sketch) in sketches.iter().enumerate() {
        let promise = promise(sketch, &promises, words);
        promises.push(promise);
        let (template, own) = match &sketch.origin {
            Origin::Thing(thing) => (SOURCE_ALIGNED, events(sketch, thing, map, words)),
            Origin::Answer { question, answer } => {
                let description = format!(
                    "Answers the question: {question}\nOne row per {}, made of {}.",
                    answer.row,
                    list(&answer.inputs.iter().map(|input| input.product.as_str()).collect::<Vec<_>>())
                );
                (CONSUMER_ALIGNED, json!({ "answer": answer, "description": description }))
            }
        };
        let mut context = common(sketch, promise, domains, words);
        if let (Json::Object(context), Json::Object(own)) = (&mut context, own) {
            context.extend(own);
        }
        match manifest(&engine, template, &context, pack)? {
            Ok(manifest) => manifests.push(manifest),
            // What is made of something that cannot be is told there.
            Err(_) if sketch.reads.iter().any(|read| refused.contains(read)) => refused.push(at),
            Err(report) => {
                refused.push(at);
                findings.push(unfit(sketch, &report, map));
            }
        }
    }
    Ok(manifests)
}

/// How many faults of one product are told.
const MOST_FAULTS: usize = 3;

/// Why a sketch makes no manifest.
fn unfit(sketch: &Sketch, report: &Report, map: &DomainMap) -> Finding {
    let mut faults: Vec<&str> = Vec::new();
    for fault in report.findings.iter().filter(|fault| fault.severity == Severity::Error) {
        if !faults.contains(&fault.message.as_str()) {
            faults.push(&fault.message);
        }
    }
    faults.truncate(MOST_FAULTS);
    let message = format!("`{}` can be no product: {}", sketch.id(), faults.join("; "));
    let help = match sketch.origin {
        Origin::Thing(_) => {
            "call the thing otherwise, by `entity: …` at each of its events, or let them carry other columns"
        }
        Origin::Answer { .. } => "give the question another `name`, or the events that it needs other names",
    };
    Finding::at(&UNFIT, &map.node, sketch.place.clone(), message).help(help)
}

fn promise(sketch: &Sketch, known: &[Promise], words: &Words) -> Promise {
    let upstream = || sketch.reads.iter().map(|&at| known[at]);
    let personal = match &sketch.origin {
        Origin::Thing(thing) => thing.columns.iter().any(|column| column.pii),
        Origin::Answer { .. } => upstream().any(|promise| promise.personal),
    };
    Promise {
        level: upstream().map(|promise| promise.level + 1).max().unwrap_or(0),
        unavailable: if sketch.reads.is_empty() {
            1000_u32.saturating_sub(words.promises.available)
        } else {
            upstream().map(|promise| promise.unavailable).sum()
        },
        personal,
    }
}

/// What both drafts speak of.
fn common(sketch: &Sketch, promise: Promise, domains: &IndexMap<String, MeshDomain>, words: &Words) -> Json {
    let owner = domains.get(&sketch.domain).and_then(|domain| domain.owner.clone());
    let consumers = sketch.readers.iter().map(|reader| {
        let contact = domains.get(&reader.domain).and_then(|domain| domain.owner.as_ref()?.email.clone());
        let mut consumer = json!({ "domain": reader.domain, "purpose": reader.purpose });
        if let Some(product) = &reader.product {
            consumer["product"] = json!(format!("{}.{product}", reader.domain));
        }
        let usual = || words.owner(&reader.domain).email;
        consumer["contact"] = json!(reader.contact.clone().or(contact).unwrap_or_else(usual));
        consumer
    });
    let age = words.promises.age(promise.level);
    let answers = 1000_u32.saturating_sub(promise.unavailable);
    json!({
        "domain": { "name": sketch.domain, "tag": sketch.domain.replace('_', "-"), "owner": owner },
        "product": sketch.name,
        "title": capital(&said(&sketch.name)),
        "freshness": age.map(|age| &age.target),
        "too_old": age.map(|age| &age.error),
        "availability": format!("{}.{}%", answers / 10, answers % 10),
        "classification": if promise.personal { "confidential" } else { "internal" },
        "consumers": consumers.collect::<Vec<_>>(),
    })
}

/// What the draft of a product of events speaks of.
fn events(sketch: &Sketch, thing: &Thing, map: &DomainMap, words: &Words) -> Json {
    let taken = |name: &str| thing.columns.iter().any(|column| column.name == name);
    let status = if taken("status") { "lifecycle_status" } else { "status" };
    let symbols: Vec<&str> = thing.events.iter().map(|event| event.symbol.as_str()).collect();
    // Most things are as they began: two of three rows, where anything else can happen to them at all.
    let examples: Vec<&str> = match symbols[..] {
        [only] => vec![only],
        [first, ..] => symbols[1..].iter().flat_map(|other| [first, first, *other]).collect(),
        [] => Vec::new(),
    };
    let columns = thing.columns.iter().map(|column| {
        let mut value = json!(column);
        value["money"] = json!(column.money);
        value
    });
    let opening = symbols.first().copied().unwrap_or_default();
    let events = thing.events.iter().enumerate().map(|(at, event)| {
        let mut row = json!({ &thing.id: cases::sample(&thing.id, "string", &[]), status: event.symbol });
        for column in &thing.columns {
            row[&column.name] = cases::sample(&column.name, &column.logical_type, &column.examples);
        }
        row["created_at"] = json!("2025-01-01 10:00:00+00");
        row["updated_at"] = json!("2025-01-01 12:00:00+00");
        let expected = |symbol: &str, moment: &str| {
            json!({ "event_type": symbol, "event_timestamp": moment, &thing.id: cases::sample(&thing.id, "string", &[]) })
        };
        let mut expect = vec![expected(opening, "2025-01-01 10:00:00+00")];
        if at > 0 {
            expect.push(expected(&event.symbol, "2025-01-01 12:00:00+00"));
        }
        let case = if at == 0 { format!("it_begins_with_{}", event.name) } else { format!("{}_comes_after", event.name) };
        json!({
            "name": event.name, "symbol": event.symbol, "meaning": event.meaning, "first": at == 0,
            "case": case, "row": row, "expect": expect,
        })
    });
    let domain = map.file.domains.get(&sketch.domain);
    let about =
        domain.and_then(|domain| domain.title.as_ref()).map_or_else(|| said(&sketch.domain), ToString::to_string);
    let happened: Vec<String> = thing.events.iter().map(|event| format!("`{}`", event.name)).collect();
    let mut description = format!(
        "What happens to the {} of the domain {about}: {}. One row per event.",
        said(&thing.things),
        list(&happened.iter().map(String::as_str).collect::<Vec<_>>())
    );
    if !sketch.questions.is_empty() {
        description.push_str("\nIt answers: ");
        description.push_str(&sketch.questions.join(" "));
    }
    json!({
        "thing": said(&thing.entity),
        "description": description,
        "port": thing.things,
        "kind": thing.kind,
        "system": thing.system,
        "location": words.location(&thing.kind, &sketch.domain.replace('-', "_"), &thing.things),
        "id": thing.id,
        "id_description": id_of(&thing.entity),
        "columns": columns.collect::<Vec<_>>(),
        "status": status,
        "statuses": symbols,
        "status_examples": examples,
        "events": events.collect::<Vec<_>>(),
        "pii_fields": thing.columns.iter().filter(|column| column.pii).map(|column| &column.name).collect::<Vec<_>>(),
    })
}

fn manifest(
    engine: &Engine,
    template: &str,
    context: &Json,
    pack: &Pack,
) -> Result<std::result::Result<Manifest, Report>> {
    let context = tera::Context::from_serialize(context).map_err(|error| Error::Internal(error.to_string()))?;
    let text = engine.render(template, &context)?;
    let broken = |message: String| Error::Template { template: template.to_owned(), message };
    let json: Json = serde_yaml::from_str(&text).map_err(|error| broken(format!("{error}\n{text}")))?;
    let draft = Draft { node: Node::from_json(json, &Place::Default), source: None };
    Ok(resolve(draft, pack)?.map(|(manifest, _)| manifest))
}

/// `a`, `a and b`, `a, b and c`.
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
