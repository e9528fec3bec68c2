//! The home page, and the mesh as a graph.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Atlas;
use crate::catalog::model::{Facet, Facets, GraphPage, Home, Link, ProductRef};
use crate::manifest::document::Classification;

/// The most products that the home page lists. With more, each domain lists its own.
const MOST_LISTED: usize = 250;
/// The most lines that are told in words below the graph.
const MOST_TOLD: usize = 500;

const CLASSIFICATIONS: [Classification; 4] =
    [Classification::Public, Classification::Internal, Classification::Confidential, Classification::Restricted];

impl Atlas<'_> {
    /// The home page.
    pub fn home(&self) -> Home {
        let listed = if self.shown.len() > MOST_LISTED { &[][..] } else { &self.shown };
        Home {
            domains: self.domains.keys().map(|name| self.domain_card(name)).collect(),
            products: listed.iter().map(|at| self.card(*at)).collect(),
            facets: self.facets(),
            broken: self.broken.clone(),
        }
    }

    fn facets(&self) -> Facets {
        let manifests = || self.shown.iter().map(|at| &self.at(*at).manifest);
        let mut archetypes: BTreeMap<&str, usize> = BTreeMap::new();
        for manifest in manifests() {
            *archetypes.entry(manifest.spec.archetype.as_str()).or_default() += 1;
        }
        let classifications = CLASSIFICATIONS.into_iter().map(|one| {
            let products = manifests().filter(|manifest| manifest.spec.access.classification == one).count();
            facet(one.as_str(), one.as_str().to_owned(), products)
        });
        let domains = self
            .domains
            .iter()
            .map(|(name, own)| Facet { hue: Some(self.hue(name)), ..facet(name, self.domain_title(name), own.len()) });
        let archetypes = archetypes.into_iter().map(|(id, count)| facet(id, id.to_owned(), count));
        let used = |facets: &mut dyn Iterator<Item = Facet>| facets.filter(|one| one.products > 0).collect::<Vec<_>>();
        let by_count = |mut facets: Vec<Facet>| {
            facets.sort_by_key(|one| Reverse(one.products));
            facets
        };
        Facets {
            domains: by_count(used(&mut domains.into_iter())),
            classifications: used(&mut classifications.into_iter()),
            archetypes: by_count(used(&mut archetypes.into_iter())),
        }
    }

    /// The mesh as a graph. `root` leads from the page to the root of the site.
    pub fn graph_page(&self, root: &str) -> GraphPage {
        let name =
            self.survey.mesh.as_ref().and_then(|mesh| mesh.organisation.name.as_deref()).unwrap_or("Data products");
        let domains = self.domains.keys().map(|name| self.domain_card(name)).collect();
        if let Some(graph) = self.product_graph(root, name) {
            let edges =
                self.graph.edges().iter().map(|edge| (self.reference_to(edge.from), self.reference_to(edge.to)));
            return GraphPage { level: "products", graph: Some(graph), links: links(edges), domains };
        }
        let between = self.between_domains();
        let edges = between.keys().map(|(from, to)| (self.reference(from), self.reference(to)));
        GraphPage { level: "domains", graph: self.domains_graph(root, name), links: links(edges), domains }
    }
}

fn facet(value: &str, title: String, products: usize) -> Facet {
    Facet { value: value.to_owned(), title, hue: None, products }
}

fn links(edges: impl Iterator<Item = (ProductRef, ProductRef)>) -> Vec<Link> {
    edges.take(MOST_TOLD).map(|(from, to)| Link { from, to }).collect()
}
