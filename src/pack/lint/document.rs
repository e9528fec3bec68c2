//! A YAML file of a pack: its tree, with the bytes that every value stands at.

use std::ops::Range;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::rules::{SYNTAX, YAML};
use crate::diagnostics::{Finding, Rule, Severity, Source};
use crate::manifest::node::{Node, Origin};
use crate::manifest::read;
use crate::manifest::shape::Shape;

/// A YAML file that was read.
pub(super) struct Document {
    pub text: String,
    pub node: Node,
}

impl Document {
    /// Reads a file, or says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, Box<Finding>> {
        match read::parse(Source::new("", text)).node {
            Ok(node) => Ok(Self { text: text.to_owned(), node }),
            Err(finding) => Err(Box::new(Finding { rule: YAML.shared(), ..*finding })),
        }
    }

    /// The file as what it describes, or all that is wrong with its shape.
    pub(super) fn typed<T: DeserializeOwned + JsonSchema>(&self) -> Result<T, Vec<Finding>> {
        typed(&self.node)
    }

    /// A finding at a value.
    pub(super) fn at(&self, rule: &'static Rule, pointer: &str, message: impl Into<String>) -> Finding {
        Finding::at(rule, &self.node, pointer, message)
    }

    /// Where the bytes `inner` of the text at `pointer` stand in the file.
    pub(super) fn inside(&self, pointer: &str, text: &str, inner: &Range<usize>) -> Origin {
        let origin = self.node.nearest(pointer).origin.clone();
        let Origin::File { start, end } = origin else { return origin };
        // A text in quotes or a block stands there as it is, unless something in it is escaped or folded.
        match self.text.get(start..end).and_then(|written| written.find(text)) {
            Some(at) => Origin::File { start: start + at + inner.start, end: start + at + inner.end },
            None => Origin::File { start, end },
        }
    }
}

/// A tree as what it describes, or all that is wrong with its shape.
pub(crate) fn typed<T: DeserializeOwned + JsonSchema>(node: &Node) -> Result<T, Vec<Finding>> {
    let json = node.to_json();
    serde_json::from_value(json.clone()).map_err(|_| {
        let schema = schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
        let begin = "write keys and values, as in `name: acme`; `The files of a pack` in the book lists them";
        let shape = Shape::new("the file", begin, schema.to_value());
        let findings = shape.findings::<T>(node, &json).into_iter();
        findings.map(|finding| Finding { rule: YAML.shared(), ..finding }).collect()
    })
}

/// A finding at bytes of a file.
pub(super) fn finding(rule: &'static Rule, span: &Range<usize>, message: impl Into<String>) -> Finding {
    Finding {
        rule: rule.shared(),
        severity: Severity::Error,
        pointer: String::new(),
        origin: Origin::File { start: span.start, end: span.end },
        message: message.into(),
        help: None,
        suggestion: None,
        waived: None,
    }
}

/// A finding about a template that cannot be read.
pub(super) fn unreadable(fault: &crate::render::Fault) -> Finding {
    finding(&SYNTAX, &fault.span, fault.message.clone()).help("look at the tag, and at the one that it belongs to")
}
