//! A file with waivers, as it was read: what can be used of it, and what is wrong with the rest.

use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value as Json;

use super::document::{Waiver, WaiverFile, json_schema};
use super::reach::Scope;
use crate::diagnostics::{Finding, Report, Source};
use crate::error::Result;
use crate::manifest::node::Node;
use crate::manifest::read;
use crate::manifest::shape::Shape;

static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let begin = "begin with `apiVersion: datamesh.io/v1`, `kind: Waivers` and `waivers:`, each at the start of a line";
    Shape::new("the file", begin, json_schema())
});

/// A file with waivers.
#[derive(Debug)]
pub(super) struct File {
    /// The text.
    pub source: Source,
    /// The tree; an empty one when the text is no YAML.
    pub node: Node,
    /// Whose products it can reach.
    pub scope: Scope,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl File {
    /// Reads a file, which messages call `shown`: with it, each of its waivers that has the right shape, with its index.
    pub(super) fn read(path: &Path, shown: String, scope: Scope) -> Result<(Self, Vec<(usize, Waiver)>)> {
        let document = read::read(path)?;
        let source = document.source.at(shown);
        let file = |node, findings| Self { source, node, scope, findings };
        let node = match document.node {
            Ok(node) => node,
            Err(finding) => return Ok((file(Node::default(), vec![*finding]), Vec::new())),
        };
        let json = without_nulls(node.to_json());
        if let Ok(whole) = WaiverFile::deserialize(&json) {
            return Ok((file(node, Vec::new()), whole.waivers.into_iter().enumerate().collect()));
        }
        let findings = SHAPE.findings::<WaiverFile>(&node, &json);
        // One that is misspelt takes nothing from the others.
        let items = json.get("waivers").and_then(Json::as_array).into_iter().flatten().enumerate();
        let good = items.filter_map(|(index, item)| Some((index, Waiver::deserialize(item).ok()?))).collect();
        Ok((file(node, findings), good))
    }

    /// What is wrong with it, when something is.
    pub(super) fn report(self) -> Option<Report> {
        let product = match self.scope {
            Scope::Product(id) => Some(id),
            Scope::Mesh | Scope::Domain(_) => None,
        };
        let root = product.is_some().then(|| Path::new(&self.source.path).parent().map(Path::to_owned)).flatten();
        (!self.findings.is_empty()).then(|| Report { product, root, ..Report::new(Some(self.source), self.findings) })
    }
}

/// A key with nothing after it says nothing.
fn without_nulls(json: Json) -> Json {
    match json {
        Json::Object(entries) => {
            let kept = entries.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
