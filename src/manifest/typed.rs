//! From a tree to the typed manifest, or to every finding about its shape at once.
//!
//! A well-formed manifest takes the short way: one deserialisation. Only when that fails is the
//! tree held against the JSON Schema, which finds all problems instead of the first. Both come
//! from the same types.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value as Json;

use super::document::Manifest;
use super::node::Node;
use super::recover::recover;
use super::shape::{Shape, publish};
use crate::diagnostics::Finding;

/// The JSON Schema of the manifest, as it is published.
///
/// An optional key is one that can be left out: `null` is not offered to editors.
pub fn json_schema() -> Json {
    let mut schema = Manifest::json_schema();
    publish(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/data-product.json".into());
    }
    schema
}

/// The typed manifest, or every finding about the tree's shape. With the findings comes the manifest that was
/// probably meant, where it can be guessed, so that the rules on the rest of it can be checked too.
pub fn typed(node: &Node) -> Result<Manifest, (Vec<Finding>, Option<Box<Manifest>>)> {
    let json = without_nulls(node.to_json());
    match Manifest::deserialize(&json) {
        Ok(manifest) if !lacks_items(&manifest) => Ok(manifest),
        _ => {
            let findings = SHAPE.findings::<Manifest>(node, &json);
            let meant = recover(json, &findings, |json| SHAPE.stand_ins(json));
            Err((findings, meant.map(Box::new)))
        }
    }
}

/// Whether a list is empty that the schema wants filled; the types alone do not say so.
fn lacks_items(manifest: &Manifest) -> bool {
    let spec = &manifest.spec;
    spec.input_ports.is_empty() || spec.output_ports.is_empty() || spec.schema.fields.is_empty()
}

/// A key with nothing after it says nothing. Rows of examples are data, and keep their nulls.
fn without_nulls(json: Json) -> Json {
    match json {
        Json::Object(entries) => Json::Object(
            entries
                .into_iter()
                .filter_map(|(key, value)| match (key.as_str(), value) {
                    // The one word that YAML reads as nothing and that is an answer here: show no value at all.
                    ("mask" | "masking", Json::Null) => Some((key, "null".into())),
                    (_, Json::Null) => None,
                    ("examples", value) => Some((key, value)),
                    (_, value) => Some((key, without_nulls(value))),
                })
                .collect(),
        ),
        Json::Array(items) => Json::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let begin = "begin with `apiVersion: datamesh.io/v1`, `kind`, `metadata` and `spec`, each at the start of a line";
    Shape::new("the manifest", begin, json_schema())
});
