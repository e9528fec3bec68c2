//! Protection: neither a classification nor the tag of personal data is lost on the way.

use std::collections::BTreeSet;

use super::rules::{CLASSIFICATION, PERSONAL_DATA};
use super::{Check, at};
use crate::diagnostics::{Finding, Severity};
use crate::manifest::document::{Field, Mask};
use crate::mesh::flow::{Into, uses};
use crate::mesh::graph::Edge;
use crate::mesh::offer::Offer;
use crate::mesh::survey::Surveyed;

pub(super) fn check(check: &Check<'_>, index: usize, found: &mut Vec<Finding>) {
    let product = &check.survey.products[index];
    let own = product.manifest.spec.access.classification;
    let edges = || check.graph.edges_into(index).filter(|edge| edge.from != index);
    let highest = edges().map(|edge| &check.survey.products[edge.from]);
    let highest = highest.max_by_key(|upstream| upstream.manifest.spec.access.classification);
    if let Some(upstream) = highest.filter(|upstream| upstream.manifest.spec.access.classification > own) {
        let theirs = upstream.manifest.spec.access.classification.as_str();
        let message = format!("the product is {}, and reads `{}`, which is {theirs}", own.as_str(), upstream.id);
        let help =
            format!("raise it to {theirs}; where what is left of the data may be seen by more, ask for a waiver");
        found.push(at(&CLASSIFICATION, product.node(), "/spec/access/classification", message).help(help));
    }
    let mut told = BTreeSet::new();
    for edge in edges() {
        passed_on(product, edge, &check.survey.products[edge.from], &mut told, found);
    }
}

/// The fields that are an upstream field as it is, or with another look. What else an expression makes of one may be
/// harmless.
fn passed_on(
    product: &Surveyed,
    edge: &Edge,
    upstream: &Surveyed,
    told: &mut BTreeSet<String>,
    found: &mut Vec<Finding>,
) {
    let Some(offer) = Offer::asked(&upstream.manifest, edge.version.as_deref()) else { return };
    let served = offer.fields();
    let protected = |field: &Field| field.is_pii() || field.classification.is_some();
    if !served.iter().any(protected) {
        return;
    }
    let port = &product.manifest.spec.input_ports[edge.port_index];
    let masking = upstream.manifest.spec.access.privacy.as_ref().and_then(|privacy| privacy.masking);
    let fields = &product.manifest.spec.schema.fields;
    for one in uses(&product.manifest).into_iter().filter(|one| one.port == edge.port_index && one.path.len() == 1) {
        let (name, verb, severity) = match &one.into {
            Into::Field(name) => (name, "is", Severity::Error),
            Into::Value(name) => (name, "shows", Severity::Warning),
            Into::Expression(_) | Into::Rows(_) => continue,
        };
        let staged = port.fields.iter().find(|field| field.snake() == one.path[0]);
        let column = staged.map_or_else(|| one.path[0].clone(), |field| field.name.snake());
        let (Some(source), Some(number)) = (
            served.iter().find(|field| field.snake() == column),
            fields.iter().position(|field| field.snake() == *name),
        ) else {
            continue;
        };
        let (field, pointer) = (&fields[number], format!("/spec/schema/fields/{number}"));
        // What consumers see no value of is passed on to nobody.
        let hidden = matches!(source.mask.or(masking), Some(Mask::Null | Mask::Redact));
        if source.is_pii() && !hidden && !field.is_pii() && told.insert(name.clone()) {
            let message =
                format!("`{name}` {verb} the personal field `{}.{column}`, and is not personal here", upstream.id);
            let help = "add `pii: true` to the field, and name it in `spec.access.privacy.piiFields`";
            let finding = at(&PERSONAL_DATA, product.node(), format!("{pointer}/name"), message).help(help);
            found.push(Finding { severity, ..finding });
        }
        let own = field.classification.max(Some(product.manifest.spec.access.classification));
        if source.classification > own && !hidden {
            let theirs = source.classification.map_or("", |one| one.as_str());
            let message = format!("`{name}` {verb} the {theirs} field `{}.{column}`, and is lower here", upstream.id);
            let help = format!("add `classification: {theirs}` to the field");
            let finding = at(&CLASSIFICATION, product.node(), format!("{pointer}/name"), message).help(help);
            found.push(Finding { severity, ..finding });
        }
    }
}
