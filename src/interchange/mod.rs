//! Manifests of other forms, read as ours. A form is data: a file `imports/<id>.yaml` of a pack says where each key of
//! the other form stands in ours. What no line of it names stays where it is, and is judged like any other key.

mod form;
mod moves;

pub use form::{Form, Mark, Move};

use crate::error::Result;
use crate::manifest::node::Node;
use crate::pack::Pack;

/// A manifest that was read as ours.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The tree in our form. Every value still knows where it stands in the file.
    pub node: Node,
    /// What the form of the file is called.
    pub title: String,
}

/// Reads a manifest of another form, if the pack knows the form. Of several that fit, the one with the most marks.
pub fn import(node: &Node, pack: &Pack) -> Result<Option<Imported>> {
    let fitting = pack.forms()?.iter().filter(|form| form.fits(node));
    // `max_by_key` takes the last of equals; the first by name is meant.
    let Some(form) = fitting.rev().max_by_key(|form| form.marks.len()) else { return Ok(None) };
    Ok(Some(Imported { node: moves::apply(form, node)?, title: form.title.clone() }))
}
