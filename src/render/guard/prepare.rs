//! Makes a template account for what it does.

use std::collections::{HashMap, HashSet};

use super::needs::{MAX_DEPTH, is_too_deep, needs};
use crate::error::{Error, Result};
use crate::render::fault;
use crate::render::syntax::{Capture, Expression, Kind, Named, Node, Span, Template, template};

/// The most `~` in one expression: each makes a text out of two, before anything can be counted.
const MAX_JOINS: usize = 32;
/// Filters whose result can be much larger than what goes in.
const GROWING: [&str; 3] = ["replace", "join", "indent"];
/// What the engine calls everything that a template sees, in no order.
const EVERYTHING: &str = "__tera_context";

/// Prepares a text that stands alone. What it does that cannot be counted is an error.
pub(in crate::render) fn prepare(name: &str, text: &str) -> Result<String> {
    prepared(name, text, &tree(name, text)?, false)
}

/// Prepares templates that need each other.
pub(in crate::render) fn prepare_all<'a>(templates: &[(&'a str, &str)]) -> Result<Vec<(&'a str, String)>> {
    let trees: Vec<Template> = templates.iter().map(|(name, text)| tree(name, text)).collect::<Result<_>>()?;
    let needs: HashMap<&str, Vec<&str>> =
        templates.iter().zip(&trees).map(|((name, _), tree)| (*name, needs(tree))).collect();
    if let Some(name) = templates.iter().map(|(name, _)| *name).find(|name| is_too_deep(name, &needs)) {
        let message = format!("includes and extends others more than {MAX_DEPTH} deep");
        return Err(Error::Template { template: name.to_owned(), message });
    }
    let needed: HashSet<&str> = needs.values().flatten().copied().collect();
    let each = templates.iter().zip(&trees);
    each.map(|((name, text), tree)| Ok((*name, prepared(name, text, tree, needed.contains(name))?))).collect()
}

fn tree(name: &str, text: &str) -> Result<Template> {
    // What is no template at all is for the engine to say, if it says so.
    template(text).map_err(|fault| {
        let said = if fault.is_too_deep() { None } else { fault::of_syntax(name, text) };
        said.unwrap_or_else(|| refused(name, text, &fault.span, &fault.message))
    })
}

/// `kept` says that what is written may be kept in a variable of another template.
fn prepared(name: &str, text: &str, tree: &Template, kept: bool) -> Result<String> {
    let mut work = Preparation { name, text, insertions: Vec::new(), kept };
    if tree.extends.is_some() {
        // Outside its blocks it writes nothing.
        let mut blocks = tree.nodes.iter().filter(|node| matches!(node, Node::Block { .. }));
        blocks.try_for_each(|block| work.node(block))?;
    } else {
        work.insertions.push((0, step(text.len(), None, "")));
        work.nodes(&tree.nodes)?;
    }
    Ok(work.done())
}

struct Preparation<'a> {
    name: &'a str,
    text: &'a str,
    insertions: Vec<(usize, String)>,
    kept: bool,
}

/// A statement that writes nothing, and accounts for bytes and for the value of a variable.
fn step(cost: usize, of: Option<&str>, trim: &str) -> String {
    let of = of.map(|of| format!(", of={of}")).unwrap_or_default();
    format!("<% if _step(cost={cost}{of}) %><% endif {trim}%>")
}

impl Preparation<'_> {
    fn done(mut self) -> String {
        self.insertions.sort_by_key(|(at, _)| *at);
        let mut text = String::with_capacity(self.text.len() * 2);
        let mut done = 0;
        for (at, insertion) in self.insertions {
            text.push_str(&self.text[done..at]);
            text.push_str(&insertion);
            done = at;
        }
        text.push_str(&self.text[done..]);
        text
    }

    fn refused(&self, span: &Span, message: &str) -> Error {
        refused(self.name, self.text, span, message)
    }

    /// Accounts behind the tag that ends after `from`. White space that the tag trims is trimmed still.
    fn behind(&mut self, from: usize, cost: usize, of: Option<&str>) {
        if let Some(end) = self.text[from..].find("%>") {
            let trim = if self.text[..from + end].ends_with('-') { "-" } else { "" };
            self.insertions.push((from + end + 2, step(cost, of, trim)));
        }
    }

    fn nodes(&mut self, nodes: &[Node]) -> Result<()> {
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Result<()> {
        match node {
            Node::Print(value) => {
                self.expression(value)?;
                // What a block below has is counted there.
                if !matches!(&value.kind, Kind::Function { name, .. } if name.name == "super") {
                    self.insertions.push((value.span.start, "(".to_owned()));
                    self.insertions.push((value.span.end, ") | _print".to_owned()));
                }
                Ok(())
            }
            Node::Set { name, value, .. } => {
                self.expression(value)?;
                self.behind(value.span.end, 0, Some(&name.name).filter(|_| is_made(value)).map(String::as_str));
                Ok(())
            }
            Node::Capture(Capture { filters, body, .. }) => {
                for (name, arguments) in filters {
                    self.filter(name);
                    arguments.iter().try_for_each(|argument| self.expression(&argument.value))?;
                }
                let kept = std::mem::replace(&mut self.kept, true);
                self.nodes(body)?;
                self.kept = kept;
                Ok(())
            }
            Node::If(branches) => branches.iter().try_for_each(|branch| {
                branch.condition.iter().try_for_each(|condition| self.expression(condition))?;
                self.nodes(&branch.body)
            }),
            Node::For { value, list, body, otherwise, .. } => {
                self.expression(list)?;
                // What is written at once is counted as output.
                let cost = if self.kept { end(body).saturating_sub(list.span.end) } else { 0 };
                self.behind(list.span.end, cost, Some(&value.name).filter(|_| is_made(list)).map(String::as_str));
                self.nodes(body)?;
                self.nodes(otherwise)
            }
            Node::Block { body, .. } => self.nodes(body),
            Node::Text(_) | Node::Include(_) => Ok(()),
            Node::Component { body, .. } | Node::Call { body, .. } => {
                let at =
                    body.iter().find_map(|node| if let Node::Text(span) = node { Some(span.clone()) } else { None });
                Err(self.refused(&at.unwrap_or(0..0), "components are not for packs: use `include`, or a block"))
            }
        }
    }

    fn filter(&mut self, name: &Named) {
        if GROWING.contains(&name.name.as_str()) {
            self.insertions.push((name.span.start, "_".to_owned()));
        }
    }

    fn expression(&mut self, expression: &Expression) -> Result<()> {
        if joins(expression) > MAX_JOINS {
            let message = format!("more than {MAX_JOINS} `~` in one expression are not for packs");
            return Err(self.refused(&expression.span, &message));
        }
        self.part(expression)
    }

    fn part(&mut self, expression: &Expression) -> Result<()> {
        let refused = match &expression.kind {
            Kind::Comprehension { .. } => "a loop inside an expression is not for packs: use `for`",
            Kind::Component(_) => "components are not for packs: use `include`, or a block",
            Kind::Variable(name) if name == EVERYTHING => "the variables as a whole are not for packs: name them",
            Kind::Filter { name, .. } => {
                self.filter(name);
                ""
            }
            _ => "",
        };
        if !refused.is_empty() {
            return Err(self.refused(&expression.span, refused));
        }
        expression.children().into_iter().try_for_each(|child| self.part(child))
    }
}

fn joins(expression: &Expression) -> usize {
    let own = usize::from(matches!(expression.kind, Kind::Binary { operator: "~", .. }));
    own + expression.children().into_iter().map(joins).sum::<usize>()
}

/// Whether an expression makes a value, rather than naming one that is there.
fn is_made(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::Text(_) | Kind::Constant | Kind::Variable(_) => false,
        Kind::Attribute { of, .. } => is_made(of),
        Kind::Function { name, .. } => name.name != "range",
        _ => true,
    }
}

/// Where the last of some nodes ends, as far as the tree says.
fn end(nodes: &[Node]) -> usize {
    let one = |node: &Node| match node {
        Node::Text(span) => span.end,
        Node::Print(value) | Node::Set { value, .. } => value.span.end,
        Node::Capture(capture) => end(&capture.body),
        Node::If(branches) => branches
            .iter()
            .map(|branch| end(&branch.body).max(branch.condition.as_ref().map_or(0, |condition| condition.span.end)))
            .max()
            .unwrap_or(0),
        Node::For { list, body, otherwise, .. } => list.span.end.max(end(body)).max(end(otherwise)),
        Node::Block { name, body } => name.span.end.max(end(body)),
        Node::Include(name) => name.span.end,
        Node::Component { body, .. } | Node::Call { body, .. } => end(body),
    };
    nodes.iter().map(one).max().unwrap_or(0)
}

fn refused(name: &str, text: &str, span: &Span, message: &str) -> Error {
    let before = &text[..span.start.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Error::Template { template: name.to_owned(), message: format!("{message}\n --> {name}:{line}:{column}") }
}
