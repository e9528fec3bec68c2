//! Inputs: the product, its output port, its version and its fields are there.

use super::rules::{UNKNOWN_FIELD, UNKNOWN_PORT, UNKNOWN_PRODUCT, UNKNOWN_VERSION};
use super::{Check, at};
use crate::diagnostics::{Finding, did_you_mean, or_list, shown};
use crate::manifest::document::Field;
use crate::mesh::offer::Offer;
use crate::mesh::survey::{Reads, Surveyed};

pub(super) fn check(check: &Check<'_>, product: &Surveyed, found: &mut Vec<Finding>) {
    for reads in &product.reads {
        let place = format!("/spec/inputPorts/{}/location", reads.port);
        known(check, product, format!("{place}/{}", reads.option), &reads.product, found);
        let Some(upstream) = check.graph.find(&reads.product).map(|at| &check.survey.products[at]) else { continue };
        output(product, upstream, reads, &place, found);
        match Offer::asked(&upstream.manifest, reads.version.as_deref()) {
            Some(offer) => fields(product, upstream, reads, &offer, found),
            None => found.push(version(product, upstream, reads, &place)),
        }
    }
    let lineage = &product.manifest.spec.lineage;
    for (index, upstream) in lineage.upstream.iter().enumerate() {
        if let Some(id) = &upstream.product {
            known(check, product, format!("/spec/lineage/upstream/{index}/product"), &id.to_string(), found);
        }
    }
    for (index, downstream) in lineage.downstream.iter().enumerate() {
        let pointer = format!("/spec/lineage/downstream/{index}/product");
        let planned = check.survey.mesh.as_ref().and_then(|mesh| mesh.domain(downstream.product.domain.as_str()));
        if !planned.is_some_and(|domain| domain.planned) {
            known(check, product, pointer, &downstream.product.to_string(), found);
        }
    }
}

fn known(check: &Check<'_>, product: &Surveyed, pointer: String, id: &str, found: &mut Vec<Finding>) {
    if !check.has(id) {
        let (help, near) = check.nearest_product(id);
        let message = format!("there is no product `{}` in the mesh", shown(id));
        found.push(at(&UNKNOWN_PRODUCT, product.node(), pointer, message).help(help).suggest(near));
    }
}

fn output(product: &Surveyed, upstream: &Surveyed, reads: &Reads, place: &str, found: &mut Vec<Finding>) {
    let Some(wish) = &reads.output else { return };
    let names: Vec<&str> = upstream.manifest.spec.output_ports.iter().map(|port| port.name.as_str()).collect();
    if !names.contains(&wish.as_str()) {
        let message = format!("`{}` has no output port `{}`", upstream.id, shown(wish));
        let help = did_you_mean(wish, names);
        found.push(at(&UNKNOWN_PORT, product.node(), format!("{place}/port"), message).help(help));
    }
}

fn version(product: &Surveyed, upstream: &Surveyed, reads: &Reads, place: &str) -> Finding {
    let wish = reads.version.as_deref().unwrap_or_default();
    let served: Vec<String> = Offer::all(&upstream.manifest).iter().map(|offer| offer.version().to_string()).collect();
    let message = format!("`{}` serves no version `{}`", upstream.id, shown(wish));
    let help = format!("build on {}, and see its changelog for what has changed", or_list(&served));
    at(&UNKNOWN_VERSION, product.node(), format!("{place}/version"), message).help(help)
}

/// The columns that staging selects. Without fields of its own, a port is asked for the fields of the product.
fn fields(product: &Surveyed, upstream: &Surveyed, reads: &Reads, offer: &Offer<'_>, found: &mut Vec<Finding>) {
    let port = &product.manifest.spec.input_ports[reads.port];
    let served = offer.fields();
    let at_port = format!("/spec/inputPorts/{}", reads.port);
    let mut missing = Vec::new();
    if port.fields.is_empty() {
        let lacks = |field: &&Field| served.iter().all(|known| known.snake() != field.snake());
        let names: Vec<String> =
            product.manifest.columns_of_logic().into_iter().filter(lacks).map(Field::snake).collect();
        if !names.is_empty() {
            let message = format!(
                "`{}` {} has no {}, which the input port is asked for as it names no fields of its own",
                upstream.id,
                offer.version(),
                or_list(&names)
            );
            let help = "list the fields that are read, under `fields` of the input port";
            found.push(at(&UNKNOWN_FIELD, product.node(), at_port, message).help(help));
        }
        return;
    }
    lacking(&port.fields, &served, &format!("{at_port}/fields"), "", &mut missing);
    for (pointer, name, near) in missing {
        let message = format!("`{}` {} has no field `{name}`", upstream.id, offer.version());
        found.push(at(&UNKNOWN_FIELD, product.node(), pointer, message).help(near));
    }
}

/// The fields that are not served, members of structs too: where they stand, their names, and what is near.
fn lacking(asked: &[Field], served: &[Field], at: &str, outer: &str, missing: &mut Vec<(String, String, String)>) {
    for (index, field) in asked.iter().enumerate() {
        let (pointer, name) = (format!("{at}/{index}"), format!("{outer}{}", field.name));
        if let Some(known) = served.iter().find(|known| known.snake() == field.name.snake()) {
            lacking(&field.fields, &known.fields, &format!("{pointer}/fields"), &format!("{name}."), missing);
        } else {
            let near = did_you_mean(field.name.as_str(), served.iter().map(|known| known.name.as_str()));
            missing.push((format!("{pointer}/name"), name, near));
        }
    }
}
