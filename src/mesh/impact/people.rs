//! Who is to be told of a change.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Impact;
use crate::manifest::value::ProductId;
use crate::mesh::graph::Graph;

/// Somebody who answers for products that a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The team.
    pub team: String,
    /// Where to write to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Who is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_call: Option<String>,
    /// Where to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// A declared consumer that is no product of the mesh: what it reads cannot be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reader {
    /// The domain.
    pub domain: String,
    /// The product that it says it is, which the mesh does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// The product that declares it.
    pub reads: ProductId,
    /// What it uses the data for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Whom to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The owner of the domain, where the mesh says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Contact>,
}

/// The owners of the products that are affected, each with their products.
pub fn to_tell(graph: &Graph<'_>, impact: &Impact) -> Vec<(Contact, Vec<ProductId>)> {
    let mut all: BTreeMap<Contact, Vec<ProductId>> = BTreeMap::new();
    for affected in &impact.affected {
        all.entry(owner_of(graph, affected.product))
            .or_default()
            .push(graph.survey().products[affected.product].id.clone());
    }
    all.into_iter().collect()
}

/// The owner of a product. Who is called, and where to ask, the domain says where the product does not.
pub fn owner_of(graph: &Graph<'_>, product: usize) -> Contact {
    let product = &graph.survey().products[product];
    let owner = &product.manifest.metadata.owner;
    let domain = owner_of_domain(graph, product.id.domain.as_str());
    let text = |text: &crate::manifest::value::Text| text.to_string();
    Contact {
        team: owner.team.to_string(),
        email: Some(owner.email.to_string()),
        on_call: owner.on_call.as_ref().map(text).or_else(|| domain.as_ref()?.on_call.clone()),
        channel: owner.channel.as_ref().map(text).or_else(|| domain.as_ref()?.channel.clone()),
    }
}

fn owner_of_domain(graph: &Graph<'_>, domain: &str) -> Option<Contact> {
    let owner = graph.survey().mesh.as_ref()?.domain(domain)?.owner.as_ref()?;
    Some(Contact {
        team: owner.team.to_string(),
        email: owner.email.as_ref().map(ToString::to_string),
        on_call: owner.on_call.as_ref().map(ToString::to_string),
        channel: owner.channel.as_ref().map(ToString::to_string),
    })
}

/// The declared consumers of what changes and of what is affected, as far as they are no products of the mesh.
pub fn readers(graph: &Graph<'_>, impact: &Impact) -> Vec<Reader> {
    let products = [impact.product].into_iter().chain(impact.affected.iter().map(|affected| affected.product));
    let mut readers = Vec::new();
    for product in products.map(|at| &graph.survey().products[at]) {
        for consumer in &product.manifest.spec.access.consumers {
            if consumer.product.as_ref().is_some_and(|id| graph.find(&id.to_string()).is_some()) {
                continue;
            }
            readers.push(Reader {
                domain: consumer.domain.to_string(),
                product: consumer.product.clone(),
                reads: product.id.clone(),
                purpose: consumer.purpose.as_ref().map(ToString::to_string),
                contact: consumer.contact.as_ref().map(ToString::to_string),
                owner: owner_of_domain(graph, consumer.domain.as_str()),
            });
        }
    }
    readers
}
