//! The domain map: what a workshop collects of each domain, and what is wrong with the file it stands in.

mod document;
mod rules;
mod spelling;

pub use document::{
    BusinessEvent, Carried, Domain, Kind, MapFile, Organisation, Question, SourceSystem, json_schema, long_form,
};
pub use rules::{DUPLICATE_DOMAIN, DUPLICATE_EVENT, EMPTY, LOOP};

use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize as _;

use crate::diagnostics::{Report, Source};
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::node::Node;
use crate::manifest::read;
use crate::manifest::shape::Shape;

/// A map that was read, with the text that findings point into.
#[derive(Debug, Clone)]
pub struct DomainMap {
    /// What it says.
    pub file: MapFile,
    /// The text.
    pub source: Source,
    /// The tree.
    pub node: Node,
}

const BEGIN: &str =
    "begin with `apiVersion: datamesh.io/v1` and `kind: DomainMap`; `mesh-cli workshop new` writes a map to fill in";

static SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::new("the map", BEGIN, document::shape()));

impl DomainMap {
    /// Reads a map. Whatever is wrong with it is reported at once.
    pub fn read(path: &Path) -> Result<std::result::Result<Self, Report>> {
        Ok(Self::of(read::read(path)?))
    }

    /// Reads the text of a map.
    pub fn parse(source: Source) -> std::result::Result<Self, Report> {
        Self::of(read::parse(source))
    }

    fn of(document: read::Document) -> std::result::Result<Self, Report> {
        let document = document.or_begin(BEGIN);
        let source = document.source;
        let refuse = |findings| Err(Report::new(Some(source.clone()), findings));
        let node = match document.node {
            Ok(node) => spelling::in_our_words(node),
            Err(finding) => return refuse(vec![*finding]),
        };
        let json = node.to_json();
        let file = MapFile::deserialize(&json);
        let mut findings = file.as_ref().map_or_else(|_| SHAPE.findings::<MapFile>(&node, &json), |_| Vec::new());
        rules::names(&node, &json, &mut findings);
        match file {
            Ok(file) if findings.is_empty() => {
                rules::domains(&node, &file, &mut findings);
                rules::events(&node, &file, &mut findings);
                rules::loops(&node, &file, &mut findings);
                if findings.is_empty() { Ok(Self { file, source, node }) } else { refuse(findings) }
            }
            _ => refuse(findings),
        }
    }

    /// The consumers that are no domains of the map, by the first of their spellings.
    pub fn planned(&self) -> Vec<&Name> {
        let mut planned: Vec<&Name> = Vec::new();
        for consumer in self.file.domains.values().flat_map(|domain| &domain.consumers) {
            if !self.has_domain(consumer.as_str()) && planned.iter().all(|known| known.snake() != consumer.snake()) {
                planned.push(consumer);
            }
        }
        planned
    }

    /// Whether the map has a domain of this name; `supply-chain` and `supply_chain` are one.
    pub fn has_domain(&self, name: &str) -> bool {
        self.file.domains.keys().any(|domain| domain.replace('-', "_") == name.replace('-', "_"))
    }
}
