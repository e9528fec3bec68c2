//! A product that reads another begins with the fields that it reads: those of a starter would come from nowhere.

use serde_json::{Map, Value as Json};

use super::in_mesh::InMesh;
use crate::error::{Error, Result};
use crate::manifest::Draft;
use crate::manifest::node::{Node, Origin};
use crate::mesh::graph::key;
use crate::mesh::offer::Offer;
use crate::pack::Pack;

/// What a field of an input port says that is not said of the new product's own.
const OF_SOURCE: [&str; 3] = ["as", "renamedFrom", "semantics"];

/// The fields of the first input port, as a product has them that passes them on. Nothing where they have no key.
pub(super) fn fields(draft: &Draft) -> Option<Json> {
    let fields = draft.get("spec.inputPorts[0].fields")?.to_json();
    let own = |field: &Json| {
        let mut own: Map<String, Json> = field.as_object()?.clone();
        if let Some(name) = own.get("as").cloned() {
            own.insert("name".to_owned(), name);
        }
        own.retain(|key, _| !OF_SOURCE.contains(&key.as_str()));
        Some(Json::Object(own))
    };
    let fields: Vec<Json> = fields.as_array()?.iter().filter_map(own).collect();
    fields.iter().any(|field| field["primaryKey"] == true).then_some(Json::Array(fields))
}

/// Where nothing says which fields there are: input ports that read products of the mesh read all of them, and the new
/// product passes on those of the first.
pub(super) fn fill(draft: &mut Draft, pack: &Pack, mesh: &InMesh) -> Result<()> {
    if draft.has("spec.schema.fields") {
        return Ok(());
    }
    let ports = draft.get("spec.inputPorts").map(Node::to_json).unwrap_or_default();
    for (index, port) in
        ports.as_array().into_iter().flatten().enumerate().filter(|(_, port)| port.get("fields").is_none())
    {
        if let Some(read) = read(port, pack, mesh)? {
            set(draft, &format!("spec.inputPorts[{index}].fields"), read)?;
        }
    }
    match fields(draft) {
        Some(fields) => set(draft, "spec.schema.fields", fields),
        None => Ok(()),
    }
}

/// The fields that a port can read, where it names a product of the mesh and a version of it.
fn read(port: &Json, pack: &Pack, mesh: &InMesh) -> Result<Option<Json>> {
    let kind = port["kind"].as_str().map(|kind| pack.input_kind(kind)).transpose()?.flatten();
    let option = kind.and_then(|kind| kind.product_from.as_ref());
    let Some(id) = option.and_then(|option| port["location"][option.as_str()].as_str()) else { return Ok(None) };
    let products = mesh.survey()?.map(|survey| survey.products.as_slice()).unwrap_or_default();
    let Some(product) = products.iter().find(|product| key(&product.id.to_string()) == key(id)) else {
        return Ok(None);
    };
    let offer = Offer::asked(&product.manifest, port["location"]["version"].as_str());
    let fields = offer.map(|offer| serde_json::to_value(offer.fields()));
    fields.transpose().map_err(|error| Error::Internal(error.to_string()))
}

fn set(draft: &mut Draft, path: &str, value: Json) -> Result<()> {
    let set = draft.set(path, Node::from_json(value, &Origin::Prompt));
    set.map_err(|error| super::usage(error.to_string(), "correct the file given by --from"))
}
