//! The pages over several products: home, a domain, the graph.

use serde::Serialize;

use crate::run::Status;

use super::{Graph, Owner, ProductRef};

/// The home page.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// The domains, in the order of their names.
    pub domains: Vec<DomainCard>,
    /// The products, in the order of their ids. With very many of them the list is empty: `site.products` says how many
    /// there are, and each domain lists its own.
    pub products: Vec<ProductCard>,
    /// What products can be chosen by.
    pub facets: Facets,
    /// The manifests that could not be read.
    pub broken: Vec<BrokenEntry>,
}

/// What products can be chosen by: each value with the number of its products, the commonest first.
#[derive(Debug, Clone, Serialize)]
pub struct Facets {
    /// The domains.
    pub domains: Vec<Facet>,
    /// `public`, `internal`, `confidential`, `restricted`: in this order.
    pub classifications: Vec<Facet>,
    /// The archetypes.
    pub archetypes: Vec<Facet>,
}

/// One value to choose by.
#[derive(Debug, Clone, Serialize)]
pub struct Facet {
    /// As the search index spells it.
    pub value: String,
    /// For people.
    pub title: String,
    /// The number of its colour, of a domain.
    pub hue: Option<usize>,
    /// How many products have it.
    pub products: usize,
}

/// A domain in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DomainCard {
    /// The name.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// The number of its colour: the class `hue-<n>`.
    pub hue: usize,
    /// What `mesh.yaml` says of it.
    pub description: Option<String>,
    /// The same as safe HTML, on one line.
    pub description_html: Option<String>,
    /// The beginning of it, without markup.
    pub summary: Option<String>,
    /// Its page.
    pub href: String,
    /// The team that `mesh.yaml` names; else the one that its products share.
    pub owner: Option<Owner>,
    /// How many products it has.
    pub products: usize,
    /// Whether `mesh.yaml` says that it has none yet.
    pub planned: bool,
}

/// A page of a domain.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DomainPage {
    /// The domain as lists show it.
    #[serde(flatten)]
    pub card: DomainCard,
    /// Its products (`product_cards`), in the order of their ids: those of this page.
    pub product_cards: Vec<ProductCard>,
    /// The number of this page. What follows `sheets` is on the first alone.
    pub sheet: usize,
    /// All its pages, where there are several.
    pub sheets: Vec<Sheet>,
    /// Manifests of its folder that could not be read.
    pub broken: Vec<BrokenEntry>,
    /// The domains whose products its products read.
    pub reads: Vec<DomainLink>,
    /// The domains whose products read its products.
    pub feeds: Vec<DomainLink>,
    /// Its products, with what they read and who reads them.
    pub graph: Option<Graph>,
}

/// One of the pages of a domain.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// From 1.
    pub number: usize,
    /// Where it is.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
}

/// Another domain, and by how many products it is connected.
#[derive(Debug, Clone, Serialize)]
pub struct DomainLink {
    /// The name.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many of its products take part.
    pub products: usize,
}

/// A product in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ProductCard {
    /// `orders.order_events`.
    pub id: String,
    /// The name for people.
    pub title: String,
    /// The domain.
    pub domain: String,
    /// The number of the domain's colour: the class `hue-<n>`.
    pub hue: usize,
    /// Its page.
    pub href: String,
    /// The beginning of its description, on one line.
    pub summary: String,
    /// The version.
    pub version: String,
    /// The archetype's id.
    pub archetype: String,
    /// `public`, `internal`, `confidential` or `restricted`.
    pub classification: String,
    /// The team.
    pub owner: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// How many fields a row has.
    pub fields: usize,
    /// Whether any field holds personal data.
    pub pii: bool,
    /// How many products it reads.
    pub upstream: usize,
    /// How many products read it.
    pub downstream: usize,
    /// How the last `mesh build` ended: `ok`, `failed`, `skipped`.
    pub status: Option<Status>,
}

/// A manifest that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct BrokenEntry {
    /// Its folder, below the root of the mesh.
    pub place: String,
    /// What is wrong: the message of each finding, with its line.
    pub faults: Vec<String>,
    /// The same as safe HTML.
    pub faults_html: Vec<String>,
}

/// The page of the mesh as a graph.
#[derive(Debug, Clone, Serialize)]
pub struct GraphPage {
    /// What the boxes are: `products`, or `domains` where there are too many products for one picture.
    pub level: &'static str,
    /// The picture.
    pub graph: Option<Graph>,
    /// The same in words: who reads whom.
    pub links: Vec<Link>,
    /// The domains, each with a graph of its own on its page.
    pub domains: Vec<DomainCard>,
}

/// Somebody reads something of somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What is read.
    pub from: ProductRef,
    /// Who reads it.
    pub to: ProductRef,
}
