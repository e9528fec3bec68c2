//! The document that policies judge.

mod files;
pub(super) mod mesh;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regorus::Value;

use super::metadata::Reads;
use crate::diagnostics::Report;
use crate::manifest::node::{Node, Value as Said};
use files::Files;

/// An object of the document.
pub(super) type Object = BTreeMap<Value, Value>;

/// Adds a value under a key.
fn put(object: &mut Object, key: &str, value: impl Into<Value>) {
    object.insert(Value::from(key), value.into());
}

/// The document about one product, and what is wrong with the files that were read for it.
///
/// `reads` is what some policy asks for beyond the manifest; nothing else is read.
pub(super) fn document(
    (id, root): (&str, &Path),
    manifest: &Node,
    as_of: &str,
    mesh: Value,
    reads: &BTreeSet<Reads>,
) -> (Value, Vec<Report>) {
    let mut product = Object::new();
    put(&mut product, "id", id);
    let mut input = Object::new();
    put(&mut input, "manifest", value(manifest));
    put(&mut input, "asOf", as_of);
    put(&mut input, "product", product);
    put(&mut input, "mesh", mesh);
    if !reads.iter().any(|read| read.of_files()) {
        return (Value::from(input), Vec::new());
    }
    let mut files = Files::of(root);
    let mut artefacts = Object::new();
    for read in reads {
        match read {
            Reads::Dbt => put(&mut artefacts, "dbt", files.dbt()),
            Reads::Avro => put(&mut artefacts, "avro", files.avro()),
            Reads::Terraform => put(&mut artefacts, "terraform", files.terraform()),
            Reads::Files => put(&mut input, "files", files.paths()),
            Reads::Mesh | Reads::Upstream => {}
        }
    }
    put(&mut input, "artefacts", artefacts);
    (Value::from(input), files.reports)
}

/// A tree as the engine has it. A key with nothing after it says nothing.
fn value(node: &Node) -> Value {
    match &node.value {
        Said::Null => Value::Null,
        Said::Bool(flag) => Value::from(*flag),
        Said::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => Value::from(number),
            (None, Some(number), _) => Value::from(number),
            _ => Value::from_numeric_string(&number.to_string()).unwrap_or(Value::Null),
        },
        Said::String(text) => Value::from(text.as_str()),
        Said::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Said::Map(entries) => Value::from(
            entries
                .iter()
                .filter(|entry| entry.node.value != Said::Null)
                .map(|entry| (Value::from(entry.key.as_str()), value(&entry.node)))
                .collect::<Object>(),
        ),
    }
}
