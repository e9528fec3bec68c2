//! The text that findings point into.

use std::sync::{Arc, OnceLock};

use crate::manifest::node::Node;
use crate::manifest::read;

/// The text that findings point into. Its clones share the text, and the tree once one of them has asked for it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The path, as the user gave it.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
    tree: Arc<OnceLock<Option<Node>>>,
}

impl Source {
    /// A text, and where it is from.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), tree: Arc::default() }
    }

    /// The same text under another path.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// The tree of a text that is a YAML document. It takes ten times the memory of the text: it is read when it is
    /// asked for, and then once.
    pub fn tree(&self) -> Option<&Node> {
        self.tree.get_or_init(|| read::parse_node(&self.text).ok()).as_ref()
    }

    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_read_the_tree_once() {
        let one = Source::new("a.yaml", "a: 1\n");
        let other = one.clone().at("./a.yaml");
        assert!(std::ptr::eq(one.tree().unwrap(), other.tree().unwrap()));
        assert!(Source::new("a.yaml", "a: [").tree().is_none());
    }
}
