//! Who reads what the pilot offers: its own products, those of an earlier map, and domains that are not in the room yet.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::{Origin, Reader, Sketch};
use crate::manifest::Manifest;
use crate::manifest::document::Consumer;
use crate::manifest::name::Name;
use crate::mesh::scaffold::MeshPlan;
use crate::workshop::map::DomainMap;
use crate::workshop::words::said;

/// What earlier runs made in the mesh.
#[derive(Debug, Default)]
pub struct Before {
    /// The places of products that somebody deleted: `domains/orders/order_events`. Nobody is told that they read.
    pub gone: BTreeSet<String>,
    /// The products that are still there, as they were last made.
    pub there: Vec<Manifest>,
}

impl Before {
    /// The products that are there, and that the map makes no longer.
    pub(super) fn left(&self, sketches: &[Sketch]) -> impl Iterator<Item = &Manifest> {
        self.there.iter().filter(|product| !sketches.iter().any(|sketch| sketch.is(product)))
    }
}

impl Sketch {
    /// Whether a product was made of such a sketch.
    fn is(&self, product: &Manifest) -> bool {
        product.metadata.domain.as_str() == self.domain && product.metadata.name.as_str() == self.name
    }

    /// Its id.
    pub(super) fn id(&self) -> String {
        format!("{}.{}", self.domain, self.name)
    }
}

/// Every product knows who reads it: products of the pilot, products that an earlier map made, and domains that are not in
/// the map. The last are taken to read the first product of the domain that names them.
pub(super) fn declare(map: &DomainMap, before: &Before, left: &[&Manifest], sketches: &mut [Sketch]) {
    for at in 0..sketches.len() {
        if before.gone.contains(&MeshPlan::place(&sketches[at].domain, &sketches[at].name)) {
            continue;
        }
        let Origin::Answer { question, .. } = &sketches[at].origin else { continue };
        let reader = Reader {
            domain: sketches[at].domain.clone(),
            product: Some(sketches[at].name.clone()),
            purpose: question.clone(),
            contact: None,
        };
        for upstream in sketches[at].reads.clone() {
            sketches[upstream].readers.push(reader.clone());
        }
    }
    for sketch in sketches.iter_mut() {
        stay(before, left, sketch);
    }
    let planned = map.planned();
    for (name, domain) in &map.file.domains {
        let Some(first) = sketches.iter_mut().find(|sketch| sketch.domain == *name) else { continue };
        let known = |consumer: &Name| planned.iter().copied().find(|known| known.snake() == consumer.snake());
        let named: IndexSet<&Name> = domain.consumers.iter().filter_map(known).collect();
        for consumer in named {
            let purpose =
                format!("Named as a consumer of {} in the workshop; what it needs is still to be asked", said(name));
            first.readers.push(Reader { domain: consumer.to_string(), product: None, purpose, contact: None });
        }
    }
}

/// Products that an earlier map made read on, and are declared where they were.
fn stay(before: &Before, left: &[&Manifest], sketch: &mut Sketch) {
    let Some(known) = before.there.iter().find(|product| sketch.is(product)) else { return };
    for (at, consumer) in known.spec.access.consumers.iter().enumerate() {
        let Some(id) = &consumer.product else { continue };
        if left.iter().any(|product| product.id() == *id) {
            let reader = Reader {
                domain: consumer.domain.to_string(),
                product: Some(id.name.to_string()),
                purpose: consumer.purpose.as_ref().map(ToString::to_string).unwrap_or_default(),
                contact: consumer.contact.as_ref().map(ToString::to_string),
            };
            sketch.readers.insert(at.min(sketch.readers.len()), reader);
        }
    }
}

/// A product that an earlier map made, without those of its consumers that read it no more because this map says so.
pub(super) fn without_idle(product: &Manifest, sketches: &[Sketch]) -> Manifest {
    let reads = |consumer: &Consumer| {
        let id = consumer.product.as_ref().map(ToString::to_string);
        // Whatever the map makes now reads nothing that it does not make.
        !sketches.iter().any(|sketch| Some(sketch.id()) == id)
    };
    let mut product = product.clone();
    product.spec.access.consumers.retain(reads);
    product
}
