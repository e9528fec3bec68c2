//! From a domain map to the products of a pilot mesh. Pure: the same map gives the same manifests.
//!
//! - One product of events for each thing that a domain's events happen to (`thing`).
//! - One product for each question that needs several domains (`needs`), made of their products (`join`) with
//!   a row for what the question asks about (`grain`).
//! - The consumers of a product are those that read it, and the domains outside the map that the map names.

mod amount;
mod answer;
mod cases;
mod grain;
mod join;
mod manifest;
mod measure;
mod needs;
mod offer;
mod questions;
mod readers;
mod thing;

use indexmap::IndexMap;

pub use manifest::UNFIT;
pub use questions::{FIRST_OF_DOMAIN, NO_AMOUNT, NO_COMMON_KEY, NOT_CARRIED, SAME_NAME, UNKNOWN_NEED, name_of};
pub use readers::Before;
pub use thing::{Thing, entity};

use offer::Offer;

use super::map::DomainMap;
use super::words::Words;
use crate::diagnostics::Finding;
use crate::error::Result;
use crate::manifest::Manifest;
use crate::mesh::scaffold::{MeshDomain, Owner};
use crate::pack::Pack;

/// The mesh that a map makes.
pub struct Pilot {
    /// The domains of the map, and those that it names as consumers only.
    pub domains: IndexMap<String, MeshDomain>,
    /// The products, those that others read first.
    pub products: Vec<Manifest>,
    /// What an earlier map made, and this one does not: as it was made, but for consumers that read it no more.
    pub left: Vec<Manifest>,
    /// What stands in the map and could not be made a product.
    pub left_out: Vec<Finding>,
}

/// Who reads a product.
#[derive(Debug, Clone)]
struct Reader {
    domain: String,
    product: Option<String>,
    purpose: String,
    /// Whom to tell, where that is not the owner of the domain.
    contact: Option<String>,
}

/// What becomes a product, before its manifest is written.
enum Origin {
    /// The events of a thing.
    Thing(Box<Thing>),
    /// The answer to a question.
    Answer { question: String, answer: Box<answer::Answer> },
}

/// A product in the making.
struct Sketch {
    /// Where the map speaks of it: its first event, or the question.
    place: String,
    domain: String,
    name: String,
    origin: Origin,
    /// Which of the sketches it reads.
    reads: Vec<usize>,
    readers: Vec<Reader>,
    /// Questions that it answers as it is.
    questions: Vec<String>,
}

/// Derives the pilot mesh of a map, given what is there.
pub fn derive(map: &DomainMap, pack: &Pack, before: &Before) -> Result<Pilot> {
    let words = Words::of(pack)?;
    let mut sketches = Vec::new();
    let mut offers = Vec::new();
    for (name, domain) in &map.file.domains {
        for thing in thing::things(name, domain, &words) {
            offers.push(Offer::of_events(name, &thing));
            let first = domain.business_events.iter().position(|event| entity(name, event, &words) == thing.entity);
            sketches.push(Sketch {
                place: format!("/domains/{name}/businessEvents/{}", first.unwrap_or_default()),
                domain: name.clone(),
                name: thing.product.clone(),
                origin: Origin::Thing(Box::new(thing)),
                reads: Vec::new(),
                readers: Vec::new(),
                questions: Vec::new(),
            });
        }
    }
    let mut left_out = questions::answer_all(map, &words, &mut offers, &mut sketches);
    let left: Vec<&Manifest> = before.left(&sketches).collect();
    readers::declare(map, before, &left, &mut sketches);
    let has_products = |domain: &str| {
        sketches.iter().any(|sketch| sketch.domain == domain)
            || left.iter().any(|product| product.metadata.domain.as_str() == domain)
    };
    let domains = domains(map, &words, &has_products);
    let products = manifest::all(map, &words, &sketches, &domains, pack, &mut left_out)?;
    let left = left.into_iter().map(|product| readers::without_idle(product, &sketches)).collect();
    Ok(Pilot { domains, products, left, left_out })
}

/// The domains as `mesh.yaml` says them. Those without a product are planned.
fn domains(map: &DomainMap, words: &Words, has_products: &dyn Fn(&str) -> bool) -> IndexMap<String, MeshDomain> {
    let mut domains = IndexMap::new();
    for (name, domain) in &map.file.domains {
        let usual = words.owner(name);
        let said = |text: &Option<crate::manifest::value::Text>, usual: &str| {
            Some(text.as_ref().map_or_else(|| usual.to_owned(), ToString::to_string))
        };
        let team = domain.team.as_ref().map_or_else(|| format!("{name}-team"), ToString::to_string);
        let owner = Owner {
            team,
            email: Some(domain.email.as_ref().map_or_else(|| usual.email.clone(), ToString::to_string)),
            on_call: said(&domain.on_call, &usual.on_call),
            channel: said(&domain.channel, &usual.channel),
        };
        let text = |text: &Option<crate::manifest::value::Text>| text.as_ref().map(ToString::to_string);
        domains.insert(
            name.clone(),
            MeshDomain {
                title: text(&domain.title),
                description: text(&domain.description),
                owner: Some(owner),
                planned: !has_products(name),
            },
        );
    }
    for consumer in map.planned() {
        domains.insert(consumer.to_string(), MeshDomain { planned: true, ..MeshDomain::default() });
    }
    domains
}
