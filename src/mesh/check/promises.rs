//! Promises: no service level is stricter than the products above can give, and somebody answers for it.

use std::collections::BTreeMap;

use super::rules::{AVAILABILITY, FRESHNESS, ON_CALL};
use super::{Check, at};
use crate::diagnostics::Finding;
use crate::mesh::survey::Surveyed;

pub(super) fn check(check: &Check<'_>, index: usize, found: &mut Vec<Finding>) {
    let product = &check.survey.products[index];
    let upstream: BTreeMap<usize, &Surveyed> = check
        .graph
        .upstream(index)
        .into_iter()
        .filter(|at| *at != index)
        .map(|at| (at, &check.survey.products[at]))
        .collect();
    freshness(product, &upstream, found);
    availability(product, &upstream, found);
    on_call(check, product, found);
}

fn freshness(product: &Surveyed, upstream: &BTreeMap<usize, &Surveyed>, found: &mut Vec<Finding>) {
    let target = |product: &Surveyed| product.manifest.spec.slo.freshness.target.clone();
    let own = target(product);
    let slowest = upstream.values().max_by_key(|upstream| target(upstream).seconds());
    if let Some(slowest) = slowest.filter(|slowest| target(slowest) > own) {
        let theirs = target(slowest);
        let message = format!("rows are promised within {own}, and those of `{}` come within {theirs}", slowest.id);
        let owner = &slowest.manifest.metadata.owner;
        let help = format!("promise {theirs} or longer, or agree on less with {}", owner.email);
        found.push(at(&FRESHNESS, product.node(), "/spec/slo/freshness/target", message).help(help));
    }
}

/// A product is up when all that it reads is: the shares are multiplied. What promises nothing is taken to be always up.
fn availability(product: &Surveyed, upstream: &BTreeMap<usize, &Surveyed>, found: &mut Vec<Finding>) {
    let ratio = |product: &Surveyed| {
        let availability = product.manifest.spec.slo.availability.as_ref()?;
        availability.target.ratio().parse::<f64>().ok()
    };
    let Some(own) = ratio(product) else { return };
    let given: Vec<f64> = upstream.values().filter_map(|upstream| ratio(upstream)).collect();
    let best: f64 = given.iter().product();
    // Sums of decimals are inexact; a millionth of a percent is the finest that a manifest can say.
    if !given.is_empty() && own > best + 1e-9 {
        let names: Vec<String> =
            upstream.values().filter(|one| ratio(one).is_some()).map(|one| format!("`{}`", one.id)).collect();
        let own = (own * 1e8).round() / 1e6;
        // Rounded down: what is offered can be kept.
        let most = (best * 100_000.0).floor() / 1000.0;
        let message = format!("an availability of {own}% is promised, and {} give {most}% together", names.join(", "));
        let help = format!("promise {most}% or less");
        found.push(at(&AVAILABILITY, product.node(), "/spec/slo/availability/target", message).help(help));
    }
}

fn on_call(check: &Check<'_>, product: &Surveyed, found: &mut Vec<Finding>) {
    let settings = check.survey.mesh.as_ref().and_then(|mesh| mesh.domain(product.id.domain.as_str()));
    let of_domain = settings.and_then(|domain| domain.owner.as_ref()).and_then(|owner| owner.on_call.as_ref());
    if product.manifest.metadata.owner.on_call.is_none() && of_domain.is_none() {
        let message = format!("nobody is on call for `{}`", product.id);
        let help =
            format!("add `onCall` to the owner, or to the owner of the domain `{}` in mesh.yaml", product.id.domain);
        found.push(at(&ON_CALL, product.node(), "/metadata/owner", message).help(help));
    }
}
