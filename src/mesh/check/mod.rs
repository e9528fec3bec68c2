//! What is wrong with a mesh as a whole: pure, over a [`Survey`].

mod consumers;
mod domains;
mod inputs;
mod places;
mod promises;
mod protection;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use rayon::prelude::*;

pub use rules::{MeshRule, RULES};

use super::graph::{Edge, Graph, key};
use super::survey::{Survey, Surveyed};
use crate::diagnostics::{Finding, Report, nearest};
use crate::error::Result;
use crate::manifest::node::Node;

/// One report for `mesh.yaml`, if there is one, and for each product, the broken ones first.
pub fn check(survey: &Survey, graph: &Graph<'_>) -> Result<Vec<Report>> {
    let check = Check::new(survey, graph);
    let mut reports: Vec<Report> = Vec::new();
    if let Some(mesh) = &survey.mesh {
        reports.push(Report::new(Some(mesh.source.clone()), domains::of_mesh(&check, mesh)));
    }
    reports.extend(survey.broken.iter().map(|broken| broken.report.clone()));
    let mut findings: Vec<Vec<Finding>> = (0..survey.products.len()).into_par_iter().map(|at| check.one(at)).collect();
    for (at, finding) in places::duplicates(&check).into_iter().chain(circles(&check)).chain(places::shared(&check)?) {
        findings[at].push(finding);
    }
    reports.extend(survey.products.iter().zip(findings).map(|(product, findings)| report(product, findings)));
    Ok(reports)
}

fn report(product: &Surveyed, findings: Vec<Finding>) -> Report {
    let report = Report::new(Some(product.source.clone()), findings);
    Report { product: Some(product.id.to_string()), root: Some(product.root.clone()), ..report }
}

/// What the rules ask about the mesh.
struct Check<'a> {
    survey: &'a Survey,
    graph: &'a Graph<'a>,
    /// The domains that there are, by the names that SQL knows them by: those that the mesh lists, and those of products.
    domains: BTreeMap<String, String>,
    /// How many products each of them has; nothing where it may be more, as a manifest is broken.
    publishing: BTreeMap<String, usize>,
    /// Products whose manifests are broken: whoever names them has no fault.
    broken: BTreeSet<String>,
    /// The ids of all products.
    ids: Vec<String>,
    /// The nearest id to each that was not found: a mesh may have one mistake a thousand times.
    near: Mutex<BTreeMap<String, Option<String>>>,
}

impl<'a> Check<'a> {
    fn new(survey: &'a Survey, graph: &'a Graph<'a>) -> Self {
        let listed = survey.mesh.iter().flat_map(|mesh| mesh.domains.keys().cloned());
        let of_products = survey.products.iter().map(|product| product.id.domain.to_string());
        let broken = survey.broken.iter().filter_map(|broken| broken.id.as_ref());
        let of_broken = broken.clone().map(|id| id.domain.to_string());
        let mut publishing = BTreeMap::new();
        for domain in of_products.clone() {
            *publishing.entry(key(&domain)).or_default() += 1;
        }
        for domain in of_broken.clone() {
            publishing.remove(&key(&domain));
        }
        if survey.broken.iter().any(|broken| broken.id.is_none()) {
            publishing.clear();
        }
        let mut domains = BTreeMap::new();
        for domain in listed.chain(of_products).chain(of_broken) {
            domains.entry(key(&domain)).or_insert(domain);
        }
        Self {
            survey,
            graph,
            domains,
            publishing,
            broken: broken.map(|id| key(&id.to_string())).collect(),
            ids: survey.products.iter().map(|product| product.id.to_string()).collect(),
            near: Mutex::default(),
        }
    }

    /// What is wrong with one product and its neighbours.
    fn one(&self, at: usize) -> Vec<Finding> {
        let product = &self.survey.products[at];
        let mut found = Vec::new();
        inputs::check(self, product, &mut found);
        consumers::check(self, at, &mut found);
        protection::check(self, at, &mut found);
        promises::check(self, at, &mut found);
        domains::of_product(self, product, &mut found);
        found
    }

    /// Whether there is a product with an id, or may be one: an unreadable manifest says no id.
    fn has(&self, id: &str) -> bool {
        let mut unnamed = self.survey.broken.iter().filter(|broken| broken.id.is_none());
        self.graph.find(id).is_some() || self.broken.contains(&key(id)) || unnamed.any(|broken| broken.may_be(id))
    }

    /// Whether a domain surely has products beside one. `domain` is its name as SQL knows it.
    fn has_other_products(&self, domain: &str, product: &Surveyed) -> bool {
        let own = usize::from(key(product.id.domain.as_str()) == domain);
        self.publishing.get(domain).is_some_and(|count| *count > own)
    }

    /// What to do about an id that no product has.
    fn nearest_product(&self, id: &str) -> (String, Option<String>) {
        let mut near = self.near.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = || nearest(id, self.ids.iter().map(String::as_str)).map(str::to_owned);
        match near.entry(id.to_owned()).or_insert_with(known) {
            Some(known) => (format!("did you mean `{known}`?"), Some(known.clone())),
            None => ("`mesh-cli mesh list` shows the products that there are".to_owned(), None),
        }
    }
}

/// A finding of a rule at a place of a document.
fn at(rule: &'static MeshRule, node: &Node, pointer: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding { severity: rule.severity, ..Finding::at(&rule.rule, node, pointer, message) }
}

/// Where an input port names the product that it reads.
fn pointer_of(graph: &Graph<'_>, edge: &Edge) -> String {
    let reads = graph.survey().products[edge.to].reads.iter().find(|reads| reads.port == edge.port_index);
    let option = reads.map_or("", |reads| &reads.option);
    format!("/spec/inputPorts/{}/location/{option}", edge.port_index)
}

/// Each circle, at its first product: there it is shown whole.
fn circles(check: &Check<'_>) -> Vec<(usize, Finding)> {
    let products = &check.survey.products;
    let Err(circles) = check.graph.levels() else { return Vec::new() };
    let finding = |circle: Vec<usize>| {
        let (first, last) = (*circle.first()?, *circle.last()?);
        let edge = check.graph.edges_into(first).find(|edge| edge.from == last)?;
        let names: Vec<String> = circle.iter().chain([&first]).map(|at| format!("`{}`", products[*at].id)).collect();
        let message = format!("products wait for each other: {}", names.join(" → "));
        let help =
            "let one of them read from where another has its data from, or move what both need to a product above";
        Some((first, at(&rules::CIRCLE, products[first].node(), pointer_of(check.graph, edge), message).help(help)))
    };
    circles.into_iter().filter_map(finding).collect()
}
