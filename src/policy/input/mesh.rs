//! What policies see of the mesh: its organisation, its domains, and its other products.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use regorus::Value;

use super::{Object, put, value};
use crate::error::Result;
use crate::fleet;
use crate::manifest::document;
use crate::manifest::node::{Node, Value as Said};
use crate::manifest::read;
use crate::mesh::Mesh;
use crate::pack::Pack;

/// `input.mesh` without its products.
pub(in crate::policy) fn document(pack: &Pack, mesh: Option<&Mesh>) -> Object {
    let mut organisation = Object::new();
    put(&mut organisation, "name", pack.about.organisation.name.as_str());
    put(&mut organisation, "namespace", pack.about.organisation.namespace.as_str());
    let mut domains = Object::new();
    for (name, settings) in mesh.iter().flat_map(|mesh| &mesh.domains) {
        let mut domain = Object::new();
        if let Some(clearance) = settings.clearance {
            put(&mut domain, "clearance", clearance.as_str());
        }
        put(&mut domains, name, domain);
    }
    let mut mesh = Object::new();
    put(&mut mesh, "organisation", organisation);
    put(&mut mesh, "domains", domains);
    mesh
}

/// `input.mesh.products`: id → version, archetype, classification, the products that it is made from, and its consumers.
pub(in crate::policy) fn products(mesh: &Mesh) -> Result<Value> {
    let members = fleet::find(&mesh.root)?;
    let products: Vec<(String, Value)> = members
        .into_par_iter()
        .map(|member| {
            let document = read::read(&member.root.join(document::FILE_NAME))?;
            Ok((member.id, document.node.map_or_else(|_| Value::new_object(), |node| product(&node))))
        })
        .collect::<Result<_>>()?;
    let mut all = Object::new();
    for (id, product) in products {
        put(&mut all, &id, product);
    }
    Ok(Value::from(all))
}

/// Product → the products that it is made from, by the names that SQL knows them by.
pub(in crate::policy) type Upstream = BTreeMap<String, Vec<String>>;

/// What every product of the mesh is made from.
pub(in crate::policy) fn upstream(mesh: &Mesh) -> Result<Upstream> {
    let members = fleet::find(&mesh.root)?.into_par_iter().map(|member| {
        let document = read::read(&member.root.join(document::FILE_NAME))?;
        Ok((snake(&member.id), document.node.map_or_else(|_| Vec::new(), |node| made_from(&node))))
    });
    members.collect()
}

/// The products that a manifest names as inputs.
pub(in crate::policy) fn made_from(manifest: &Node) -> Vec<String> {
    let inputs = texts(manifest, &["spec", "inputPorts"], &["location", "product"]);
    let lineage = texts(manifest, &["spec", "lineage", "upstream"], &["product"]);
    inputs.iter().chain(&lineage).map(|id| snake(id)).collect()
}

/// `input.mesh.upstream`: what is known of the products that can be reached from these, each with what it is made from.
pub(in crate::policy) fn reached(from: Vec<String>, all: &Upstream) -> Value {
    let mut open = from;
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    while let Some(id) = open.pop() {
        let Some(above) = all.get(&id).filter(|_| !seen.contains_key(&id)) else { continue };
        seen.insert(id, list(above.iter().cloned()));
        open.extend(above.iter().cloned());
    }
    Value::from(seen.into_iter().map(|(id, above)| (Value::from(id), above)).collect::<Object>())
}

/// `customer.customer-360` is `customer.customer_360`.
fn snake(id: &str) -> String {
    id.replace('-', "_").to_lowercase()
}

fn product(manifest: &Node) -> Value {
    let mut product = Object::new();
    for (key, pointer) in [
        ("version", "/metadata/version"),
        ("archetype", "/spec/archetype"),
        ("classification", "/spec/access/classification"),
    ] {
        if let Some(text) = manifest.text_at(pointer) {
            put(&mut product, key, text);
        }
    }
    let inputs = texts(manifest, &["spec", "inputPorts"], &["location", "product"]);
    let upstream = texts(manifest, &["spec", "lineage", "upstream"], &["product"]);
    put(&mut product, "upstream", list(inputs.into_iter().chain(upstream)));
    put(&mut product, "consumers", list(texts(manifest, &["spec", "access", "consumers"], &["domain"])));
    let fields = manifest.get("spec").and_then(|spec| spec.get("schema")).and_then(|schema| schema.get("fields"));
    put(&mut product, "fields", fields.map_or_else(Value::new_array, value));
    Value::from(product)
}

/// The texts at a place in each item of a list.
fn texts(manifest: &Node, list: &[&str], place: &[&str]) -> Vec<String> {
    let at = |node: &Node, path: &[&str]| path.iter().try_fold(node.clone(), |node, key| node.get(key).cloned());
    let Some(Node { value: Said::List(items), .. }) = at(manifest, list) else { return Vec::new() };
    let text = |item: &Node| match at(item, place)?.value {
        Said::String(text) => Some(text),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}

fn list(texts: impl IntoIterator<Item = String>) -> Value {
    let sorted: BTreeSet<String> = texts.into_iter().collect();
    Value::from(sorted.into_iter().map(Value::from).collect::<Vec<_>>())
}
