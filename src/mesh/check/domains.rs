//! Domains: those of the mesh have products, and those of products are the mesh's.

use std::collections::BTreeSet;

use super::rules::{EMPTY_DOMAIN, UNKNOWN_DOMAIN};
use super::{Check, at};
use crate::diagnostics::{Finding, did_you_mean};
use crate::mesh::Mesh;
use crate::mesh::survey::Surveyed;

/// What is wrong with the domains that `mesh.yaml` lists.
pub(super) fn of_mesh(check: &Check<'_>, mesh: &Mesh) -> Vec<Finding> {
    let of_products = check.survey.products.iter().map(|product| product.id.domain.as_str());
    let broken = check.survey.broken.iter().filter_map(|broken| broken.id.as_ref());
    let used: BTreeSet<&str> = of_products.chain(broken.map(|id| id.domain.as_str())).collect();
    // A manifest that cannot be read at all may be of any domain.
    if check.survey.broken.iter().any(|broken| broken.id.is_none()) {
        return Vec::new();
    }
    let empty = mesh.domains.iter().filter(|(name, domain)| !domain.planned && !used.contains(name.as_str()));
    let finding = |name: &String| {
        let message = format!("the domain `{name}` has no products");
        let help = "make its first one with `mesh-cli create-product`, mark it `planned: true`, or remove it";
        let finding = Finding::at_key(&EMPTY_DOMAIN.rule, &mesh.node, format!("/domains/{name}"), message);
        Finding { severity: EMPTY_DOMAIN.severity, ..finding.help(help) }
    };
    empty.map(|(name, _)| finding(name)).collect()
}

/// Whether a product belongs to a domain of the mesh, where it lists any.
pub(super) fn of_product(check: &Check<'_>, product: &Surveyed, found: &mut Vec<Finding>) {
    let Some(mesh) = check.survey.mesh.as_ref().filter(|mesh| !mesh.domains.is_empty()) else { return };
    let own = product.id.domain.as_str();
    if !mesh.domains.contains_key(own) {
        let message = format!("mesh.yaml lists no domain `{own}`");
        let known = mesh.domains.keys().map(String::as_str);
        let help = format!("{}; or list it in mesh.yaml: `domains: {{ {own}: {{}} }}`", did_you_mean(own, known));
        found.push(at(&UNKNOWN_DOMAIN, product.node(), "/metadata/domain", message).help(help));
    }
}
