//! A YAML file of a pack: its tree, with the bytes that every value stands at.

use std::ops::Range;

use serde::de::DeserializeOwned;

use super::rules::{SYNTAX, YAML};
use crate::diagnostics::{Finding, Rule, Severity, Source};
use crate::manifest::node::{Node, Origin};
use crate::manifest::read;

/// A YAML file that was read.
pub(super) struct Document {
    pub text: String,
    pub node: Node,
}

impl Document {
    /// Reads a file, or says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, Box<Finding>> {
        match read::parse(Source { path: String::new(), text: text.to_owned() }).node {
            Ok(node) => Ok(Self { text: text.to_owned(), node }),
            Err(finding) => Err(Box::new(Finding { rule: &YAML, ..*finding })),
        }
    }

    /// The file as what it describes, or what is wrong with it.
    pub(super) fn typed<T: DeserializeOwned>(&self) -> Result<T, Box<Finding>> {
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

/// A tree as what it describes, or what is wrong with it.
pub(crate) fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, Box<Finding>> {
    serde_path_to_error::deserialize(node.to_json()).map_err(|error| {
        let message = error.inner().to_string();
        let mut pointer = String::new();
        for segment in error.path() {
            let token = segment.to_string();
            if token != "?" && token != "." {
                pointer.push('/');
                pointer.push_str(token.trim_matches(|c| c == '[' || c == ']'));
            }
        }
        // An unknown key is the place itself, and not its value.
        let key = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')).map(|(key, _)| key);
        let finding = match key.filter(|key| pointer.ends_with(&format!("/{key}"))) {
            Some(_) => Finding::at_key(&YAML, node, pointer, message),
            None => Finding::at(&YAML, node, pointer, message),
        };
        Box::new(finding.help("`The files of a pack` in the book lists the keys of each file"))
    })
}

/// A finding at bytes of a file.
pub(super) fn finding(rule: &'static Rule, span: &Range<usize>, message: impl Into<String>) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        pointer: String::new(),
        origin: Origin::File { start: span.start, end: span.end },
        message: message.into(),
        help: None,
        suggestion: None,
    }
}

/// A finding about a template that cannot be read.
pub(super) fn unreadable(fault: &crate::render::Fault) -> Finding {
    finding(&SYNTAX, &fault.span, fault.message.clone()).help("look at the tag, and at the one that it belongs to")
}
