//! Consumers: those that are declared exist and read, and those that read are declared.

use std::collections::BTreeSet;

use super::rules::{IDLE_CONSUMER, UNDECLARED_CONSUMER, UNKNOWN_CONSUMER};
use super::{Check, at, pointer_of};
use crate::diagnostics::{Finding, nearest, shown};
use crate::manifest::document::Consumer;
use crate::mesh::graph::key;
use crate::mesh::survey::Surveyed;

pub(super) fn check(check: &Check<'_>, index: usize, found: &mut Vec<Finding>) {
    let product = &check.survey.products[index];
    declared(check, index, product, found);
    let mut asked = BTreeSet::new();
    for edge in check.graph.edges_into(index).filter(|edge| edge.from != index) {
        let upstream = &check.survey.products[edge.from];
        let consumers = &upstream.manifest.spec.access.consumers;
        if !asked.insert(edge.from) || consumers.iter().any(|consumer| means(consumer, product)) {
            continue;
        }
        let message = format!("`{}` does not declare `{}` as a consumer", upstream.id, product.id);
        let owner = &upstream.manifest.metadata.owner;
        let help = format!(
            "ask {} ({}) to add `- {{ domain: {}, product: {}, contact: {} }}` with its `purpose` to `spec.access.consumers` of {}",
            shown(&owner.team),
            owner.email,
            product.id.domain,
            product.id,
            product.manifest.metadata.owner.email,
            upstream.source.path
        );
        found.push(at(&UNDECLARED_CONSUMER, product.node(), pointer_of(check.graph, edge), message).help(help));
    }
}

/// Whether a consumer is a product, or the whole domain that the product belongs to.
fn means(consumer: &Consumer, product: &Surveyed) -> bool {
    match &consumer.product {
        Some(id) => key(&id.to_string()) == key(&product.id.to_string()),
        None => key(consumer.domain.as_str()) == key(product.id.domain.as_str()),
    }
}

/// Whether a consumer says that it is people, who read without a product of their own.
fn is_people(consumer: &Consumer) -> bool {
    consumer.role.is_some() || consumer.principal.is_some() || consumer.contact.is_some()
}

fn declared(check: &Check<'_>, index: usize, product: &Surveyed, found: &mut Vec<Finding>) {
    let readers: BTreeSet<usize> = check.graph.edges_out_of(index).map(|edge| edge.to).collect();
    for (number, consumer) in product.manifest.spec.access.consumers.iter().enumerate() {
        let place = format!("/spec/access/consumers/{number}");
        let domain = key(consumer.domain.as_str());
        if !check.domains.contains_key(&domain) {
            let message = format!("there is no domain `{}` in the mesh", consumer.domain);
            let near = nearest(consumer.domain.as_str(), check.domains.values().map(String::as_str));
            let help = near.map_or_else(
                || format!("list it in mesh.yaml, with `planned: true` as long as it has no products: `domains: {{ {}: {{ planned: true }} }}`", consumer.domain),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(
                at(&UNKNOWN_CONSUMER, product.node(), format!("{place}/domain"), message).help(help).suggest(near),
            );
            continue;
        }
        let settings = check.survey.mesh.as_ref().and_then(|mesh| mesh.domain(consumer.domain.as_str()));
        let planned = settings.is_some_and(|domain| domain.planned);
        let Some(id) = consumer.product.as_ref().map(ToString::to_string) else {
            let reads = readers.iter().any(|at| key(check.survey.products[*at].id.domain.as_str()) == domain);
            if !reads && !planned && !is_people(consumer) && check.has_other_products(&domain, product) {
                let message = format!(
                    "`{}` is declared as a consumer, and no product of it reads `{}`",
                    consumer.domain, product.id
                );
                let help = "remove the consumer; where people read, say who, as `contact`, `role` or `principal`";
                found.push(at(&IDLE_CONSUMER, product.node(), format!("{place}/domain"), message).help(help));
            }
            continue;
        };
        let reader = check.graph.find(&id);
        if let Some(reader) = reader {
            if !readers.contains(&reader) {
                let message = format!("`{id}` is declared as a consumer, and reads nothing of `{}`", product.id);
                let help = "remove the consumer, and its access; or let it read the product through an input port";
                found.push(at(&IDLE_CONSUMER, product.node(), format!("{place}/product"), message).help(help));
            }
        } else if !check.has(&id) && !planned {
            let (help, near) = check.nearest_product(&id);
            let message = format!("there is no product `{}` in the mesh", shown(&id));
            found.push(
                at(&UNKNOWN_CONSUMER, product.node(), format!("{place}/product"), message).help(help).suggest(near),
            );
        }
    }
}
