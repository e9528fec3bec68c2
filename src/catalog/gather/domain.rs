//! Domains.

use std::collections::BTreeSet;

use super::{Atlas, domain_href, title};
use crate::catalog::gather::{fields::has_pii, html, product_href, text};
use crate::catalog::model::{DomainCard, DomainLink, DomainPage, Owner, ProductCard, Sheet};

/// The most products of a page: with more, a domain has several.
const MOST_ON_PAGE: usize = 200;

/// Where a page of a domain is.
fn sheet_href(domain: &str, sheet: usize) -> String {
    if sheet == 1 { domain_href(domain) } else { format!("domains/{domain}/{sheet}/index.html") }
}

impl Atlas<'_> {
    pub(super) fn domain_card(&self, name: &str) -> DomainCard {
        let settings = self.settings(name);
        let products = self.domains.get(name).map_or(&[][..], Vec::as_slice);
        let said = settings.and_then(|settings| settings.owner.as_ref()).map(|owner| Owner {
            team: owner.team.to_string(),
            email: owner.email.as_ref().and_then(super::reachable),
            on_call: owner.on_call.as_ref().map(ToString::to_string),
            channel: owner.channel.as_ref().map(ToString::to_string),
        });
        let shared = || {
            let mut owners = products.iter().map(|at| self.owner(*at));
            let first = owners.next()?;
            owners.all(|other| other == first).then_some(first)
        };
        let description = settings.and_then(|settings| settings.description.as_deref());
        DomainCard {
            name: name.to_owned(),
            title: self.domain_title(name),
            hue: self.hue(name),
            description: description.map(str::to_owned),
            description_html: description.map(html::line),
            summary: description.map(text::summary),
            href: domain_href(name),
            owner: said.or_else(shared),
            products: products.len(),
            planned: settings.is_some_and(|settings| settings.planned) && products.is_empty(),
        }
    }

    /// How many pages a domain has: its products are on as many as they need.
    pub fn sheets(&self, name: &str) -> usize {
        self.domains.get(name).map_or(0, Vec::len).div_ceil(MOST_ON_PAGE).max(1)
    }

    /// A page of a domain, from 1. `root` leads from the page to the root of the site. What all of them would say is on the
    /// first.
    pub fn domain(&self, name: &str, sheet: usize, root: &str) -> DomainPage {
        let own = self.domains.get(name).map_or(&[][..], Vec::as_slice);
        let listed = own.chunks(MOST_ON_PAGE).nth(sheet - 1).unwrap_or_default();
        let product_cards = listed.iter().map(|at| self.card(*at)).collect();
        let all = self.sheets(name);
        let link = |number| Sheet { number, href: sheet_href(name, number), current: number == sheet };
        let sheets = if all > 1 { (1..=all).map(link).collect() } else { Vec::new() };
        if sheet > 1 {
            let card = self.domain_card(name);
            return DomainPage { card, product_cards, sheet, sheets, ..DomainPage::default() };
        }
        let mine: BTreeSet<usize> = own.iter().copied().collect();
        let around = |next: &dyn Fn(usize) -> Vec<usize>| -> Vec<DomainLink> {
            let near: BTreeSet<usize> = mine.iter().flat_map(|at| next(*at)).collect();
            let links = self.domains_of(&near, name).into_iter().map(|(name, products)| DomainLink {
                title: self.domain_title(&name),
                href: domain_href(&name),
                name,
                products,
            });
            links.collect()
        };
        let inside = |place: &str| place.split('/').any(|step| step == name);
        DomainPage {
            card: self.domain_card(name),
            product_cards,
            sheet,
            sheets,
            broken: self.broken.iter().filter(|broken| inside(&broken.place)).cloned().collect(),
            reads: around(&|at| self.graph.upstream(at)),
            feeds: around(&|at| self.graph.downstream(at)),
            graph: self.domain_graph(name, own, root),
        }
    }

    /// A product in a list.
    pub(super) fn card(&self, at: usize) -> ProductCard {
        let product = self.at(at);
        let manifest = &product.manifest;
        ProductCard {
            id: product.id.to_string(),
            title: title(product),
            domain: product.id.domain.to_string(),
            hue: self.hue(product.id.domain.as_str()),
            href: product_href(product),
            summary: text::summary(&manifest.spec.description),
            version: manifest.metadata.version.to_string(),
            archetype: manifest.spec.archetype.to_string(),
            classification: manifest.spec.access.classification.as_str().to_owned(),
            owner: manifest.metadata.owner.team.to_string(),
            tags: manifest.metadata.tags.iter().map(ToString::to_string).collect(),
            fields: manifest.spec.schema.fields.len(),
            pii: has_pii(manifest),
            upstream: self.graph.upstream(at).len(),
            downstream: self.graph.downstream(at).len(),
            status: self.result(at).map(|result| result.status),
        }
    }
}
