//! Which templates a template needs, and how deep that goes.

use std::collections::HashMap;

use crate::render::syntax::{Capture, Node, Template};

/// How deeply templates may include and extend each other.
pub(super) const MAX_DEPTH: usize = 32;

/// The templates that one includes and extends.
pub(super) fn needs(template: &Template) -> Vec<&str> {
    let mut names: Vec<&str> = template.extends.iter().map(|parent| parent.name.as_str()).collect();
    included(&template.nodes, &mut names);
    names
}

fn included<'a>(nodes: &'a [Node], names: &mut Vec<&'a str>) {
    for node in nodes {
        match node {
            Node::Include(name) => names.push(&name.name),
            Node::If(branches) => branches.iter().for_each(|branch| included(&branch.body, names)),
            Node::For { body, otherwise, .. } => [body, otherwise].into_iter().for_each(|body| included(body, names)),
            Node::Capture(Capture { body, .. })
            | Node::Block { body, .. }
            | Node::Component { body, .. }
            | Node::Call { body, .. } => included(body, names),
            Node::Text(_) | Node::Print(_) | Node::Set { .. } => {}
        }
    }
}

/// Whether the way from a template through what it needs is too long. A way in a circle is the engine's to refuse.
pub(super) fn is_too_deep(name: &str, needs: &HashMap<&str, Vec<&str>>) -> bool {
    let mut known = HashMap::new();
    depth(name, needs, &mut known, 0) > MAX_DEPTH
}

fn depth<'a>(
    name: &'a str,
    needs: &HashMap<&str, Vec<&'a str>>,
    known: &mut HashMap<&'a str, usize>,
    above: usize,
) -> usize {
    if above > MAX_DEPTH {
        return 0;
    }
    if let Some(depth) = known.get(name) {
        return *depth;
    }
    known.insert(name, 0);
    let below = needs.get(name).into_iter().flatten();
    let deepest = below.map(|name| depth(name, needs, known, above + 1) + 1).max().unwrap_or(0);
    known.insert(name, deepest);
    deepest
}
