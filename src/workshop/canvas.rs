//! The map on paper: an overview, and a page for each domain, to be printed and written on.

use serde::Serialize;

use super::derive::{Before, derive};
use super::map::{Domain, DomainMap};
use super::words::said;
use crate::error::Result;
use crate::manifest::Manifest;
use crate::mesh::drawing::{Card, Drawing, Line};
use crate::mesh::reads;
use crate::pack::Pack;

/// Where the page's template stands in a pack.
const TEMPLATE: &str = "workshop/canvas.html.tera";

/// A page.
#[derive(Debug, Serialize)]
struct Page {
    title: String,
    description: String,
    team: String,
    reached: Vec<String>,
    capabilities: Vec<String>,
    systems: Vec<String>,
    events: Vec<Event>,
    questions: Vec<String>,
    consumers: Vec<String>,
    products: Vec<Product>,
}

#[derive(Debug, Serialize)]
struct Event {
    name: String,
    meaning: String,
    carries: String,
}

#[derive(Debug, Serialize)]
struct Product {
    name: String,
    kind: String,
    reads: Vec<String>,
}

/// The canvas of a map, as one page of HTML that needs nothing else.
pub fn canvas(map: &DomainMap, pack: &Pack) -> Result<String> {
    let products = products(map, pack)?;
    let engine = pack.html_engine("workshop/")?;
    let pages: Vec<Page> = map.file.domains.iter().map(|(name, domain)| page(name, domain, &products)).collect();
    let organisation = map.file.organisation.as_ref().map(|organisation| organisation.name.to_string());
    let mut context = tera::Context::new();
    context.insert("organisation", &organisation);
    context.insert("pages", &pages);
    context.insert("overview", &drawing(map, &products).svg());
    engine.render(TEMPLATE, &context)
}

/// The first products of a map, each with the ids of those that it reads.
fn products(map: &DomainMap, pack: &Pack) -> Result<Vec<(Manifest, Vec<String>)>> {
    let products = derive(map, pack, &Before::default())?.products.into_iter();
    let with_reads = |product: Manifest| {
        let ids = reads(&product, pack)?.into_iter().map(|reads| reads.product);
        Ok((product, ids.collect()))
    };
    products.map(with_reads).collect()
}

fn page(name: &str, domain: &Domain, products: &[(Manifest, Vec<String>)]) -> Page {
    let texts = |texts: &[crate::manifest::value::Text]| texts.iter().map(ToString::to_string).collect();
    let text = |text: &Option<crate::manifest::value::Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let reached = [domain.email.as_ref().map(ToString::to_string)].into_iter();
    let reached = reached.chain([&domain.on_call, &domain.channel].map(|one| one.as_ref().map(ToString::to_string)));
    Page {
        title: domain.title.as_ref().map_or_else(|| said(name), ToString::to_string),
        description: text(&domain.description),
        team: text(&domain.team),
        reached: reached.flatten().collect(),
        capabilities: texts(&domain.capabilities),
        systems: domain.source_systems.iter().map(|system| said(system.name.as_str())).collect(),
        events: domain
            .business_events
            .iter()
            .map(|event| Event {
                name: said(event.name.as_str()),
                meaning: text(&event.description),
                carries: event.carries.iter().map(|one| said(one.name.as_str())).collect::<Vec<_>>().join(", "),
            })
            .collect(),
        questions: domain.analytical_questions.iter().map(|question| question.question.to_string()).collect(),
        consumers: domain.consumers.iter().map(|consumer| said(consumer.as_str())).collect(),
        products: products
            .iter()
            .filter(|(product, _)| product.metadata.domain.as_str() == name)
            .map(|(product, reads)| Product {
                name: product.metadata.name.to_string(),
                kind: product.spec.archetype.to_string(),
                reads: reads.clone(),
            })
            .collect(),
    }
}

/// The domains, and who reads whom.
fn drawing(map: &DomainMap, products: &[(Manifest, Vec<String>)]) -> Drawing {
    let names: Vec<&String> = map.file.domains.keys().collect();
    let at = |name: &str| names.iter().position(|known| *known == name);
    let boxes = map.file.domains.iter().map(|(name, domain)| Card {
        id: name.clone(),
        title: domain.title.as_ref().map_or_else(|| said(name), ToString::to_string),
        subtitle: domain.team.as_ref().map(ToString::to_string).unwrap_or_default(),
        href: None,
        class: "domain".to_owned(),
    });
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (product, reads) in products {
        let to = at(product.metadata.domain.as_str());
        for id in reads {
            let from = id.split('.').next().and_then(at);
            let Some(pair) = from.zip(to).filter(|(from, to)| from != to) else { continue };
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    let lines = pairs.into_iter().map(|(from, to)| Line { from, to, label: String::new() });
    Drawing { title: "Who reads whom".to_owned(), boxes: boxes.collect(), lines: lines.collect() }
}
