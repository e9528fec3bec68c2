//! Templates that speak of each other: what they include, extend, and give each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Whole;
use super::document::finding;
use super::rules::{BLOCK, SYNTAX};
use super::template::Trees;
use crate::diagnostics::{Finding, did_you_mean, nearest, shown};
use crate::render::syntax::{self, Named, Node, Template};

/// The template that another one extends.
pub(super) fn parent_text(name: &str, whole: &Whole) -> Option<Template> {
    syntax::template(whole.files.text(name)?).ok()
}

/// Templates that a template names, and that are not there; and blocks that the one below does not have.
pub(super) fn missing<'a>(
    tree: &'a Template,
    trees: &'a Trees,
    whole: &'a Whole,
) -> impl Iterator<Item = Finding> + 'a {
    let includes = includes(&tree.nodes).into_iter();
    let missing = includes
        .chain(&tree.extends)
        .filter(|name| !trees.contains_key(&name.name) && whole.files.text(&name.name).is_none());
    let missing = missing.map(|name| {
        let near = nearest(&name.name, trees.keys().map(String::as_str));
        let help = near.map_or_else(
            || "name a template by its path inside the pack".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        finding(&SYNTAX, &name.span, format!("there is no template `{}` here", shown(&name.name))).help(help)
    });
    let parent = tree.extends.as_ref().and_then(|parent| Some((parent, blocks_of(&parent.name, whole)?)));
    let unknown = parent.into_iter().flat_map(|(parent, blocks)| {
        let own = tree.blocks();
        let unknown: Vec<&Named> = own.into_iter().filter(|name| !blocks.contains(&name.name)).collect();
        unknown.into_iter().map(move |name| {
            finding(&BLOCK, &name.span, format!("{} has no block `{}`", parent.name, shown(&name.name)))
                .help(did_you_mean(&name.name, blocks.iter().map(String::as_str)))
        })
    });
    missing.chain(unknown)
}

/// The blocks of a template and of those that it extends.
fn blocks_of(name: &str, whole: &Whole) -> Option<BTreeSet<String>> {
    let tree = parent_text(name, whole)?;
    let mut blocks: BTreeSet<String> = tree.blocks().into_iter().map(|name| name.name.clone()).collect();
    if let Some(parent) = &tree.extends {
        blocks.extend(blocks_of(&parent.name, whole)?);
    }
    Some(blocks)
}

fn includes(nodes: &[Node]) -> Vec<&Named> {
    let inner = nodes.iter().flat_map(Node::bodies).flat_map(includes);
    let here = nodes.iter().filter_map(|node| if let Node::Include(name) = node { Some(name) } else { None });
    here.chain(inner).collect()
}

pub(super) fn set_names(nodes: &[Node]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = nodes.iter().flat_map(Node::bodies).flat_map(set_names).collect();
    for node in nodes {
        match node {
            Node::Set { name, .. } => drop(names.insert(name.name.clone())),
            Node::Capture(capture) => names.extend(capture.name.iter().map(|name| name.name.clone())),
            _ => {}
        }
    }
    names
}

/// What the templates set that include this one.
pub(super) fn given(path: &str, trees: &Trees) -> BTreeSet<String> {
    let includes = |tree: &Template| includes(&tree.nodes).iter().any(|name| name.name == path);
    trees.values().filter(|(_, tree)| includes(tree)).flat_map(|(_, tree)| set_names(&tree.nodes)).collect()
}

/// For each template, the names that templates read which it includes, or which extend or include it.
pub(super) fn read_elsewhere(trees: &Trees) -> impl Fn(&str) -> BTreeSet<String> {
    let linked: BTreeMap<String, BTreeSet<String>> = trees
        .iter()
        .map(|(path, (_, tree))| {
            let names = includes(&tree.nodes).into_iter().chain(&tree.extends).map(|name| name.name.clone());
            (path.clone(), names.collect())
        })
        .collect();
    let words: BTreeMap<String, BTreeSet<String>> = trees
        .iter()
        .map(|(path, (text, _))| {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            (path.clone(), text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect())
        })
        .collect();
    move |path: &str| {
        let related = |other: &String| linked[path].contains(other) || linked[other].contains(path);
        words.keys().filter(|other| *other != path && related(other)).flat_map(|other| words[other].clone()).collect()
    }
}
