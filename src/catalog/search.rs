//! `assets/search-index.js`: what the search of the site reads.
//!
//! It is a script that sets one variable, since a page that is opened from a folder may not read files. Keys are short: the
//! index of a thousand products is loaded by everybody.

use std::collections::HashMap;

use serde::Serialize;

use super::gather::text;
use super::index::Catalog;
use super::model::DomainCard;
use crate::error::{Error, Result};

/// Where it lies, below the root of the site.
pub const PATH: &str = "assets/search-index.js";
/// The variable that it sets.
const VARIABLE: &str = "MESH_CATALOG";

/// The index. Domains, archetypes, classifications and owners are numbers into lists.
#[derive(Default, Serialize)]
pub struct Search<'a> {
    /// The domains: name, title, and the number of the colour.
    domains: Vec<(&'a str, &'a str, usize)>,
    /// The archetypes.
    archetypes: Vec<&'a str>,
    /// The classifications.
    classifications: Vec<&'a str>,
    /// The teams.
    owners: Vec<&'a str>,
    /// The products.
    products: Vec<Entry<'a>>,
}

/// A product: its page is `products/<domain>/<n>/index.html`.
#[derive(Serialize)]
struct Entry<'a> {
    /// The name.
    n: &'a str,
    /// The name for people.
    t: &'a str,
    /// The number of the domain.
    d: usize,
    /// The number of the archetype.
    a: usize,
    /// The number of the classification.
    c: usize,
    /// The number of the owner.
    o: usize,
    /// The version.
    v: &'a str,
    /// 1, where any field holds personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<u8>,
    /// Words to find it by, with spaces.
    g: String,
    /// The paths of its fields, with spaces.
    f: String,
    /// The beginning of its description.
    s: String,
}

impl<'a> Search<'a> {
    /// The index of the products of a catalog, with the domains as pages show them.
    pub fn of(catalog: &'a Catalog, cards: &'a [DomainCard]) -> Self {
        let mut search = Self::default();
        let cards: HashMap<&str, &DomainCard> = cards.iter().map(|card| (card.name.as_str(), card)).collect();
        let (mut domains, mut archetypes) = (HashMap::new(), HashMap::new());
        let (mut classifications, mut owners) = (HashMap::new(), HashMap::new());
        for product in &catalog.products {
            let domain = product.domain.as_str();
            let domain = cards.get(domain).map_or((domain, domain, 0), |card| (domain, &*card.title, card.hue));
            search.products.push(Entry {
                n: &product.name,
                t: &product.title,
                d: number(domain, &mut domains, &mut search.domains),
                a: number(product.archetype.as_str(), &mut archetypes, &mut search.archetypes),
                c: number(product.classification, &mut classifications, &mut search.classifications),
                o: number(product.owner.team.as_str(), &mut owners, &mut search.owners),
                v: &product.version,
                p: product.pii.then_some(1),
                g: product.tags.join(" "),
                f: product.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(" "),
                s: text::summary(&product.description),
            });
        }
        search
    }

    /// The script. Whatever the texts hold, it is one assignment.
    pub fn script(&self) -> Result<String> {
        let json = serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))?;
        let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        Ok(format!("window.{VARIABLE} = {json};\n"))
    }
}

/// The number of a value in a list; a new one is added.
fn number<T: Copy + Eq + std::hash::Hash>(value: T, known: &mut HashMap<T, usize>, all: &mut Vec<T>) -> usize {
    *known.entry(value).or_insert_with(|| {
        all.push(value);
        all.len() - 1
    })
}
