//! A walk through a template: what it reads, what it sets, and how it prints.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::document::finding;
use super::language::Language;
use super::reads::Reads;
use super::rules::{UNFILTERED, UNUSED_VARIABLE, WRONG_FILTER};
use super::types::Type;
use super::value::described;
use crate::diagnostics::Finding;
use crate::render::Engine;
use crate::render::syntax::{Argument, Capture, Expression, Named, Node, Span, Template};

/// A walk through one template, or through one expression.
pub(super) struct Walk<'a> {
    /// The schema of the context.
    pub(super) root: &'a Json,
    pub(super) engine: &'a Engine,
    pub(super) scopes: Vec<BTreeMap<String, Type<'a>>>,
    /// What is set in this template, where, and whether it was read since.
    pub(super) set: Vec<(Named, bool)>,
    /// Paths that the template asks for before it uses them.
    pub(super) asked: BTreeSet<String>,
    /// Whether filters, tests and functions exist, as far as that was asked.
    pub(super) vocabulary: BTreeMap<(&'static str, String), bool>,
    /// The language of the file, where it is known.
    language: Option<Language>,
    /// The bytes of the template where another language stands in the file.
    foreign: Vec<Span>,
    pub(super) reads: Reads,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Json, engine: &'a Engine) -> Self {
        Self {
            root,
            engine,
            scopes: vec![BTreeMap::new()],
            set: Vec::new(),
            asked: BTreeSet::new(),
            vocabulary: BTreeMap::new(),
            language: None,
            foreign: Vec::new(),
            reads: Reads::default(),
            findings: Vec::new(),
        }
    }

    /// The same walk, for a file in some language.
    pub(super) fn language(mut self, language: Option<Language>, text: &str) -> Self {
        if language.is_some_and(|language| language.name == "Markdown") {
            self.foreign = fences(text);
        }
        self.language = language;
        self
    }

    /// The same walk, with a variable more.
    pub(super) fn with(mut self, name: &str, value: Type<'a>) -> Self {
        self.bind(name, value);
        self
    }

    pub(super) fn bind(&mut self, name: &str, value: Type<'a>) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), value);
        }
    }

    pub(super) fn local(&self, name: &str) -> Option<&Type<'a>> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// Goes through a whole template. `elsewhere` says which variables other templates of the pack read.
    pub(super) fn template(&mut self, template: &Template, elsewhere: &BTreeSet<String>) {
        self.nodes(&template.nodes);
        let unread = self.set.drain(..).filter(|(name, read)| !read && !elsewhere.contains(&name.name));
        for (name, _) in unread.collect::<Vec<_>>() {
            let message = format!("`{}` is set, and never read", name.name);
            let help = "remove it, or print what it holds";
            self.findings.push(finding(&UNUSED_VARIABLE, &name.span, message).help(help).warning());
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(_) | Node::Include(_) => {}
            Node::Print(value) => self.print(value),
            Node::Set { name, value, global } => {
                let value = self.value(value);
                self.assign(name, value, *global);
            }
            Node::Capture(capture) => self.capture(capture),
            Node::If(branches) => {
                for branch in branches {
                    if let Some(condition) = &branch.condition {
                        self.value(condition);
                    }
                    self.nodes(&branch.body);
                }
            }
            Node::For { key, value, list, body, otherwise } => {
                let element = self.value(list).element();
                self.scopes.push(BTreeMap::new());
                if let Some(key) = key {
                    self.bind(&key.name, Type::Unknown);
                }
                self.bind(&value.name, element);
                self.bind("loop", Type::Unknown);
                self.nodes(body);
                self.scopes.pop();
                self.nodes(otherwise);
            }
            Node::Block { body, .. } => self.nodes(body),
            Node::Component { arguments, body } => self.component(arguments, body),
            Node::Call { component, body } => {
                self.value(component);
                self.nodes(body);
            }
        }
    }

    /// A component sees its arguments, and nothing of the context.
    fn component(&mut self, arguments: &[String], body: &[Node]) {
        let outside = std::mem::replace(&mut self.scopes, vec![BTreeMap::new()]);
        for argument in arguments.iter().map(String::as_str).chain(["body"]) {
            self.bind(argument, Type::Unknown);
        }
        self.nodes(body);
        self.scopes = outside;
    }

    pub(super) fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.value(&argument.value);
        }
    }

    fn capture(&mut self, capture: &Capture) {
        // What is captured goes through a filter later: here another language may stand.
        let language = self.language.take();
        self.nodes(&capture.body);
        self.language = language;
        for (filter, arguments) in &capture.filters {
            self.known("filter", filter);
            self.arguments(arguments);
        }
        if let Some(name) = &capture.name {
            self.assign(name, Type::Unknown, capture.global);
        }
    }

    fn assign(&mut self, name: &Named, value: Type<'a>, global: bool) {
        let first = self.set.iter().all(|(known, _)| known.name != name.name);
        if first {
            self.set.push((name.clone(), false));
        }
        let earlier = self.local(&name.name).cloned();
        let value = earlier.map_or(value.clone(), |earlier| earlier.or(value));
        let scope = if global { self.scopes.first_mut() } else { self.scopes.last_mut() };
        if let Some(scope) = scope {
            scope.insert(name.name.clone(), value);
        }
    }

    /// `<{ value }>`: what may hold text needs a filter, and the one of the file's language.
    pub(super) fn print(&mut self, value: &Expression) {
        let kind = self.value(value);
        let what = described(value);
        match kind {
            Type::Text | Type::Value => {
                let message = format!("{what} may hold any text, and is printed without a filter");
                self.findings.push(finding(&UNFILTERED, &value.span, message).help(self.advice()));
            }
            Type::Words => {
                let message = format!("{what} holds more than letters and digits, and is printed without a filter");
                self.findings.push(finding(&UNFILTERED, &value.span, message).help(self.advice()));
            }
            Type::List(_) | Type::Map(_) | Type::View(_) => {
                let message = format!("{what} is {}, and is printed without a filter", kind.noun());
                self.findings.push(finding(&UNFILTERED, &value.span, message).help(self.advice()));
            }
            Type::Made(filter) => self.right_filter(&filter, value),
            Type::Unknown | Type::Plain => {}
        }
    }

    fn advice(&self) -> String {
        match self.language {
            Some(language) => format!("the file is {}: add `| {}`", language.name, language.filter),
            None => "add the filter of the file's language, such as `| yaml` or `| md`".to_owned(),
        }
    }

    fn right_filter(&mut self, filter: &str, value: &Expression) {
        let Some(language) = self.language.filter(|language| !language.takes(filter)) else { return };
        if self.foreign.iter().any(|span| span.contains(&value.span.start)) {
            return;
        }
        let message = format!("`{filter}` is no filter for {}", language.name);
        let help = format!("use `| {}`, or say `| safe` where another language stands in the file", language.filter);
        self.findings.push(finding(&WRONG_FILTER, &value.span, message).help(help).warning());
    }
}

/// The fenced blocks of a Markdown file: another language stands there.
fn fences(text: &str) -> Vec<Span> {
    let mut fences = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            match open.take() {
                Some(start) => fences.push(start..at),
                None => open = Some(at),
            }
        }
        at += line.len();
    }
    fences
}
