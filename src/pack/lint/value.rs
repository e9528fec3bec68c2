//! What an expression is, and what it reads.

use std::collections::BTreeMap;

use super::document::finding;
use super::filters;
use super::rules::{UNDEFINED, UNKNOWN};
use super::types::Type;
use super::walk::Walk;
use crate::diagnostics::{Finding, did_you_mean, nearest, shown};
use crate::render::filter::FILTERS;
use crate::render::syntax::{Argument, Expression, Kind, Named, Span};

/// What a template of a file with `each` sees of its list.
const ITEM: &str = "item";

impl<'a> Walk<'a> {
    /// What an expression is; on the way, what it reads is looked up.
    pub(super) fn value(&mut self, expression: &Expression) -> Type<'a> {
        match &expression.kind {
            Kind::Text(text) => Type::literal(text),
            Kind::Constant => Type::Plain,
            Kind::Variable(_) | Kind::Attribute { .. } | Kind::Item { .. } => {
                let value = self.look_up(expression);
                if let Some(path) = path(expression) {
                    let root = path.split('.').next().unwrap_or_default();
                    if root == ITEM || self.local(root).is_none() {
                        self.reads.add(path);
                    }
                }
                value
            }
            Kind::Slice { of, bounds } => {
                for bound in bounds {
                    self.value(bound);
                }
                self.value(of)
            }
            Kind::Filter { of, name, arguments } => {
                if name.name == "default" {
                    self.ask(of);
                }
                let of = self.value(of);
                self.known("filter", name);
                let arguments: Vec<(&Argument, Type<'a>)> =
                    arguments.iter().map(|argument| (argument, self.value(&argument.value))).collect();
                filters::result(&name.name, of, &arguments)
            }
            Kind::Test { of, name, arguments } => {
                if matches!(name.name.as_str(), "defined" | "undefined") {
                    self.ask(of);
                }
                self.value(of);
                self.known("test", name);
                self.arguments(arguments);
                Type::Plain
            }
            Kind::Function { name, arguments } => {
                self.known("function", name);
                self.arguments(arguments);
                if name.name == "range" { Type::List(Box::new(Type::Plain)) } else { Type::Unknown }
            }
            Kind::Unary(of) => {
                self.value(of);
                Type::Plain
            }
            Kind::Binary { operator, left, right } => {
                let (left, right) = (self.value(left), self.value(right));
                match *operator {
                    "~" | "+" => left.or(right),
                    _ => Type::Plain,
                }
            }
            Kind::Choice { condition, yes, no } => {
                self.value(condition);
                self.value(yes).or(self.value(no))
            }
            Kind::List(items) => {
                let items: Vec<Type<'a>> = items.iter().map(|item| self.value(item)).collect();
                Type::List(Box::new(items.into_iter().reduce(Type::or).unwrap_or(Type::Plain)))
            }
            Kind::Map(values) | Kind::Component(values) => {
                for value in values {
                    self.value(value);
                }
                Type::Unknown
            }
            Kind::Comprehension { element, variables, list, condition } => {
                let of = self.value(list).element();
                self.scopes.push(BTreeMap::new());
                for variable in variables {
                    self.bind(&variable.name, Type::Unknown);
                }
                if let Some(last) = variables.last() {
                    self.bind(&last.name, of);
                }
                let element = self.value(element);
                if let Some(condition) = condition {
                    self.value(condition);
                }
                self.scopes.pop();
                Type::List(Box::new(element))
            }
        }
    }

    /// A variable, an attribute or an item.
    fn look_up(&mut self, expression: &Expression) -> Type<'a> {
        match &expression.kind {
            Kind::Variable(name) => self.variable(name, &expression.span),
            Kind::Attribute { of, name, .. } => {
                let parent = self.look_up(of);
                self.below(&parent, &name.name, expression, &name.span)
            }
            Kind::Item { of, key } => {
                let parent = self.look_up(of);
                if let Kind::Text(text) = &key.kind {
                    return self.below(&parent, text, expression, &key.span);
                }
                self.value(key);
                self.any_of(&parent)
            }
            _ => self.value(expression),
        }
    }

    /// A value behind a key that is known only when the template is rendered.
    fn any_of(&self, parent: &Type<'a>) -> Type<'a> {
        match parent {
            Type::View(_) => {
                let values = parent.keys().into_iter().filter_map(|key| parent.get(key, self.root));
                values.reduce(Type::or).unwrap_or(Type::Unknown)
            }
            other => other.element(),
        }
    }

    fn variable(&mut self, name: &str, span: &Span) -> Type<'a> {
        if let Some((_, read)) = self.set.iter_mut().find(|(set, _)| set.name == name) {
            *read = true;
        }
        if let Some(value) = self.local(name) {
            return value.clone();
        }
        let context = Type::View(self.root);
        if let Some(value) = context.get(name, self.root) {
            return value;
        }
        // What is set anywhere in the template is there in the next round of a loop.
        if !name.starts_with("__tera") {
            let locals = self.scopes.iter().flat_map(BTreeMap::keys).map(String::as_str);
            let known: Vec<&str> = context.keys().into_iter().chain(locals).collect();
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`The context of templates` in the book lists the variables".to_owned(),
            };
            let expression = Expression { kind: Kind::Variable(name.to_owned()), span: span.clone() };
            self.undefined(&expression, span, format!("there is no variable `{}`", shown(name)), help);
        }
        Type::Unknown
    }

    fn below(&mut self, parent: &Type<'a>, key: &str, expression: &Expression, span: &Span) -> Type<'a> {
        if let Some(value) = parent.get(key, self.root) {
            return value;
        }
        let of = match &expression.kind {
            Kind::Attribute { of, .. } | Kind::Item { of, .. } => described(of),
            _ => described(expression),
        };
        let (message, help) = match parent {
            Type::View(_) => (format!("{of} has no `{}`", shown(key)), did_you_mean(key, parent.keys())),
            Type::List(_) => (
                format!("{of} is a list, and has no `{}`", shown(key)),
                "go through it with `<% for … %>`, or take one with `| first`".to_owned(),
            ),
            other => (format!("{of} is {}, and has no `{}`", other.noun(), shown(key)), "print it as it is".to_owned()),
        };
        self.undefined(expression, span, message, help);
        Type::Unknown
    }

    /// Something that does not exist: an error, or a warning where the template asks before.
    fn undefined(&mut self, expression: &Expression, span: &Span, message: String, help: String) {
        let asked = path(expression).is_some_and(|path| self.asked.contains(&path));
        if asked {
            let twice = |known: &Finding| *known.rule == UNDEFINED && known.message == message;
            if !self.findings.iter().any(twice) {
                self.findings.push(finding(&UNDEFINED, span, message).help(help).warning());
            }
        } else {
            self.findings.push(finding(&UNDEFINED, span, message).help(help));
        }
    }

    /// The template asks whether this is defined.
    fn ask(&mut self, of: &Expression) {
        self.asked.extend(path(of));
    }

    /// Whether a filter, a test or a function exists.
    pub(super) fn known(&mut self, what: &'static str, name: &Named) {
        let word = self.vocabulary.entry((what, name.name.clone()));
        if !*word.or_insert_with(|| self.engine.knows(what, &name.name)) {
            let message = format!("there is no {what} `{}`", shown(&name.name));
            let help = if what == "filter" {
                let filters = FILTERS.iter().map(|filter| filter.name);
                nearest(&name.name, filters.chain(["safe", "join", "lower", "upper", "trim", "length", "default"]))
                    .map_or_else(
                        || "`Filters` in the book lists them".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    )
            } else {
                "the documentation of Tera lists them".to_owned()
            };
            self.findings.push(finding(&UNKNOWN, &name.span, message).help(help));
        }
    }
}

/// The path of a variable, as far as it is known before rendering.
fn path(expression: &Expression) -> Option<String> {
    match &expression.kind {
        Kind::Variable(name) => Some(name.clone()),
        Kind::Attribute { of, name, .. } => Some(format!("{}.{}", path(of)?, name.name)),
        Kind::Item { of, key } => match &key.kind {
            Kind::Text(text) => Some(format!("{}.{text}", path(of)?)),
            _ => path(of),
        },
        _ => None,
    }
}

/// What a message calls an expression.
pub(super) fn described(expression: &Expression) -> String {
    match &expression.kind {
        Kind::Variable(name) => format!("`{name}`"),
        Kind::Attribute { of, name, .. } => {
            let of = described(of);
            format!("{}.{}`", of.trim_end_matches('`'), name.name)
        }
        Kind::Item { of, .. } => format!("{}[…]`", described(of).trim_end_matches('`')),
        Kind::Text(_) => "the text".to_owned(),
        Kind::Filter { of, .. } => described(of),
        _ => "the value".to_owned(),
    }
}
