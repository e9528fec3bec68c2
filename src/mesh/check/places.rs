//! Names and places that only one product can have.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::rules::{DUPLICATE, SHARED_OUTPUT};
use super::{Check, at};
use crate::diagnostics::Finding;
use crate::error::Result;
use crate::mesh::graph::key;
use crate::mesh::survey::{Survey, Surveyed};
use crate::pack::answers;

/// The same id, or the same once its words are joined alike: at every product but the first.
pub(super) fn duplicates(check: &Check<'_>) -> Vec<(usize, Finding)> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    let products = &check.survey.products;
    for (index, product) in products.iter().enumerate() {
        let known = *first.entry(key(&product.id.to_string())).or_insert(index);
        if known != index {
            let other = &products[known];
            let same = if other.id == product.id { "is" } else { "is for SQL" };
            let message = format!("`{}` {same} the id of the product in {}, too", product.id, other.place);
            let help = "give one of them another name";
            found.push((index, at(&DUPLICATE, product.node(), "/metadata/name", message).help(help)));
        }
    }
    found
}

/// Output ports of one kind at one place: at every port but the first.
pub(super) fn shared(check: &Check<'_>) -> Result<Vec<(usize, Finding)>> {
    let products = &check.survey.products;
    let places: Vec<Vec<Option<String>>> =
        products.par_iter().map(|product| places(product, check.survey)).collect::<Result<_>>()?;
    let mut first: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, (product, places)) in products.iter().zip(&places).enumerate() {
        for (number, place) in places.iter().enumerate() {
            let Some(place) = place else { continue };
            let (known, known_port) = *first.entry(place).or_insert((index, number));
            let (other, ports) = (&products[known], &product.manifest.spec.output_ports);
            // Products of one id share every place, and that is said already.
            let alike = known != index && key(&other.id.to_string()) == key(&product.id.to_string());
            if (known, known_port) == (index, number) || alike {
                continue;
            }
            let (of, aside) = if known == index {
                (ports[known_port].name.to_string(), String::new())
            } else {
                (other.id.to_string(), format!("; the other stands in {}", other.source.path))
            };
            let message = format!("`{}` writes to the same place as `{of}`", ports[number].name);
            let help = format!("give one of them a `location` of its own{aside}");
            let pointer = format!("/spec/outputPorts/{number}/location");
            found.push((index, at(&SHARED_OUTPUT, product.node(), pointer, message).help(help)));
        }
    }
    Ok(found)
}

/// Where each output port writes to, with the defaults of its kind. What products are developed on lies in their own
/// folders, and an unknown kind is nowhere.
fn places(product: &Surveyed, survey: &Survey) -> Result<Vec<Option<String>>> {
    let metadata = &product.manifest.metadata;
    let place = |port: &crate::manifest::document::OutputPort| {
        let kind = survey.pack.port_kind(port.kind.as_str())?;
        let Some(kind) = kind.filter(|kind| kind.dialect != survey.pack.about.development.dialect) else {
            return Ok(None);
        };
        let answers = answers(&kind.location, &port.location, "location", &metadata.domain, &metadata.name)?;
        let said = answers.into_iter().map(|answer| format!("{}={}", answer.spec.name, answer.value));
        Ok(Some(format!("{}\n{}", port.kind, said.collect::<Vec<_>>().join("\n"))))
    };
    product.manifest.spec.output_ports.iter().map(place).collect()
}
