//! What is doubtful about a map: boundaries that follow tools instead of the business, and the known anti-patterns.

mod boundaries;
mod flow;
mod lists;
mod people;
mod rules;

pub use rules::RULES;

use std::collections::BTreeSet;

use super::derive::derive;
use super::map::DomainMap;
use super::words::Words;
use crate::diagnostics::{Finding, Report, Rule};
use crate::error::Result;
use crate::manifest::Manifest;
use crate::mesh::reads;
use crate::pack::Pack;

use lists::Lists;

/// Judges a map. What cannot be made a product is told as well.
pub fn lint(map: &DomainMap, pack: &Pack) -> Result<Report> {
    let pilot = derive(map, pack, &super::derive::Before::default())?;
    let lint = Lint { map, lists: &Lists::of(pack)?, words: &Words::of(pack)? };
    let mut findings = Vec::new();
    boundaries::check(&lint, &mut findings);
    people::check(&lint, &mut findings);
    flow::check(&lint, &readers(&pilot.products, pack)?, &mut findings);
    findings.extend(pilot.left_out);
    Ok(Report::new(Some(map.source.clone()), findings))
}

/// Which domain reads which.
fn readers(products: &[Manifest], pack: &Pack) -> Result<BTreeSet<(String, String)>> {
    let mut readers = BTreeSet::new();
    for product in products {
        let domain_of = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
        let upstream = reads(product, pack)?.into_iter().map(|reads| domain_of(&reads.product));
        readers.extend(upstream.map(|read| (product.metadata.domain.to_string(), read)));
    }
    Ok(readers)
}

/// A map that is judged.
struct Lint<'a> {
    map: &'a DomainMap,
    lists: &'a Lists,
    words: &'a Words,
}

impl Lint<'_> {
    /// A finding about a domain, at its name.
    fn domain(&self, rule: &'static Rule, domain: &str, message: String, help: &str) -> Finding {
        Finding::at_key(rule, &self.map.node, format!("/domains/{domain}"), message).help(help)
    }

    /// A finding about a value of a domain.
    fn value(&self, rule: &'static Rule, domain: &str, place: &str, message: String, help: &str) -> Finding {
        Finding::at(rule, &self.map.node, format!("/domains/{domain}/{place}"), message).help(help)
    }
}

/// One word for a text: `Order lifecycle` and `order-lifecycle` are one.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}
