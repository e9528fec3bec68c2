//! From a survey to the values that pages show. Nothing here knows of templates or files of the site.

mod access;
mod build;
mod domain;
mod fields;
mod graph;
mod home;
mod html;
mod lineage;
mod ports;
mod product;
mod promises;
mod samples;
pub(super) mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use html::quoted;
pub use product::ProductPages;

use self::ports::Kinds;
use super::model::{BrokenEntry, Owner, PolicyVerdict, ProductRef, Site};
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::value::Email;
use crate::mesh::impact::{Contact, owner_of};
use crate::mesh::{Broken, DomainSettings, Graph, Survey, Surveyed};

/// How many colours domains have, in turn: `.hue-0` and so on in the style sheet.
const HUES: usize = 8;

/// What pages are made from, with what is looked up for many of them.
pub struct Atlas<'a> {
    survey: &'a Survey,
    graph: &'a Graph<'a>,
    /// The products that have a page: the first of each id, in the order of the ids.
    shown: Vec<usize>,
    /// Domain → its products that have a page.
    domains: BTreeMap<String, Vec<usize>>,
    /// Domain → the number of its colour.
    hues: HashMap<String, usize>,
    kinds: Kinds,
    /// Whether anything was built.
    built: bool,
    verdicts: HashMap<usize, PolicyVerdict>,
    /// What cannot be shown, and why.
    broken: Vec<BrokenEntry>,
}

impl<'a> Atlas<'a> {
    /// Looks up what many pages need. `verdicts` holds what policies say of a product, by its index.
    pub fn new(survey: &'a Survey, graph: &'a Graph<'a>, verdicts: HashMap<usize, PolicyVerdict>) -> Result<Self> {
        let mut broken: Vec<BrokenEntry> = survey.broken.iter().map(entry).collect();
        let mut shown: Vec<usize> = Vec::with_capacity(survey.products.len());
        let mut domains: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for name in survey.mesh.iter().flat_map(|mesh| mesh.domains.keys()) {
            domains.entry(name.clone()).or_default();
        }
        for (at, product) in survey.products.iter().enumerate() {
            let first = shown.last().map(|last| &survey.products[*last]).filter(|last| last.id == product.id);
            if let Some(first) = first {
                broken.push(taken(product, first));
                continue;
            }
            shown.push(at);
            domains.entry(product.id.domain.to_string()).or_default().push(at);
        }
        broken.sort_by(|a, b| a.place.cmp(&b.place));
        let hues = domains.keys().enumerate().map(|(at, name)| (name.clone(), at % HUES)).collect();
        let kinds = Kinds::of(survey)?;
        let built = survey.root.join(crate::run::FOLDER).is_dir();
        Ok(Self { survey, graph, shown, domains, hues, kinds, built, verdicts, broken })
    }

    /// The products that have a page.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// The names of the domains.
    pub fn domain_names(&self) -> impl Iterator<Item = &str> {
        self.domains.keys().map(String::as_str)
    }

    /// What every page says of the site.
    pub fn site(&self, served: bool, judged: bool) -> Site {
        let organisation = self.survey.mesh.as_ref().and_then(|mesh| mesh.organisation.name.as_ref());
        Site {
            organisation: organisation.map(ToString::to_string),
            products: self.shown.len(),
            domains: self.domains.len(),
            broken: self.broken.len(),
            served,
            judged,
            tool: env!("CARGO_PKG_VERSION"),
        }
    }

    fn at(&self, at: usize) -> &'a Surveyed {
        &self.survey.products[at]
    }

    /// The number of the colour that a domain has on every page.
    fn hue(&self, domain: &str) -> usize {
        self.hues.get(domain).copied().unwrap_or_default()
    }

    fn settings(&self, domain: &str) -> Option<&'a DomainSettings> {
        self.survey.mesh.as_ref()?.domains.get(domain)
    }

    fn domain_title(&self, domain: &str) -> String {
        let title = self.settings(domain).and_then(|settings| settings.title.as_ref()).map(ToString::to_string);
        title.unwrap_or_else(|| domain.parse::<Name>().map_or_else(|_| domain.to_owned(), |name| name.title()))
    }

    /// A product or a domain that is spoken of: with its page, if it has one.
    fn reference(&self, id: &str) -> ProductRef {
        if let Some(at) = self.graph.find(id) {
            return self.reference_to(at);
        }
        let domain = id.split('.').next().unwrap_or(id).to_owned();
        if id == domain && self.domains.contains_key(&domain) {
            let (title, href) = (self.domain_title(&domain), Some(domain_href(&domain)));
            return ProductRef { id: id.to_owned(), title, domain, href };
        }
        ProductRef { id: id.to_owned(), title: id.to_owned(), domain, href: None }
    }

    /// Who answers for a product. Who is called, and where to ask, the domain says where the product does not.
    fn owner(&self, at: usize) -> Owner {
        let Contact { team, email, on_call, channel } = owner_of(self.graph, at);
        let email = email.and_then(|email| reachable(&email.parse().ok()?));
        Owner { team, email, on_call, channel }
    }

    fn reference_to(&self, at: usize) -> ProductRef {
        let product = self.at(at);
        ProductRef {
            id: product.id.to_string(),
            title: title(product),
            domain: product.id.domain.to_string(),
            href: Some(product_href(product)),
        }
    }

    fn references(&self, products: impl IntoIterator<Item = usize>) -> Vec<ProductRef> {
        products.into_iter().map(|at| self.reference_to(at)).collect()
    }

    /// The domains of these products, but for one.
    fn domains_of(&self, products: &BTreeSet<usize>, but: &str) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for at in products {
            let domain = self.at(*at).id.domain.as_str();
            if domain != but {
                *counts.entry(domain.to_owned()).or_default() += 1;
            }
        }
        counts
    }
}

/// The name of a product for people.
fn title(product: &Surveyed) -> String {
    let metadata = &product.manifest.metadata;
    metadata.title.as_ref().map_or_else(|| metadata.name.title(), ToString::to_string)
}

/// An address, unless it stands for one that nobody gave.
fn reachable(email: &Email) -> Option<String> {
    (!email.is_a_stand_in()).then(|| email.to_string())
}

/// The folder of a product's pages, with a slash at the end.
fn folder(product: &Surveyed) -> String {
    format!("products/{}/{}/", product.id.domain, product.id.name)
}

fn product_href(product: &Surveyed) -> String {
    format!("{}index.html", folder(product))
}

fn domain_href(domain: &str) -> String {
    format!("domains/{domain}/index.html")
}

fn entry(broken: &Broken) -> BrokenEntry {
    let faults = broken.report.findings.iter().map(|finding| match broken.report.line_of(finding) {
        Some(line) => format!("line {line}: {}", finding.message),
        None => finding.message.clone(),
    });
    broken_entry(&broken.place, faults.collect())
}

fn broken_entry(place: &str, faults: Vec<String>) -> BrokenEntry {
    let faults_html = faults.iter().map(|fault| quoted(fault)).collect();
    BrokenEntry { place: place.to_owned(), faults, faults_html }
}

/// A second product with an id has no address of its own.
fn taken(product: &Surveyed, first: &Surveyed) -> BrokenEntry {
    let fault = format!("{} is the product in {}: an id is given once", product.id, first.place);
    broken_entry(&product.place, vec![fault])
}
