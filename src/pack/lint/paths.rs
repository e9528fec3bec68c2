//! Where files go: the rules of a part, and the paths that they give.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::component::Part;
use super::document::{finding, unreadable};
use super::rules::{COLLISION, PATH, RULE};
use super::types::Type;
use super::walk::Walk;
use super::{Lint, PACK_FILE, Whole, context, whole as whole_file};
use crate::diagnostics::{Finding, Rule, did_you_mean, nearest, shown};
use crate::manifest::node::{Origin, Value};
use crate::pack::overview::rule_for;
use crate::pack::{FileRule, TEMPLATE_SUFFIX};
use crate::plan::{LOCK_PATH, ProductPath, ProductPathError};
use crate::render::syntax::{self, Node as Piece};
use crate::render::{Engine, Fault};

/// What the tool keeps for itself in a product.
const RESERVED: [&str; 5] = [LOCK_PATH, ".mesh/base/", ".mesh/transaction/", ".mesh/update/", ".mesh/incoming/"];

/// Checks the rules that the pack itself gives for a part.
pub(super) fn rules(lint: &mut Lint<'_>, whole: &Whole, part: &Part) {
    let Some(document) = lint.documents.get(&part.file) else { return };
    let Some(files) = document.node.get("files") else { return };
    // What is wrong with their shape is said elsewhere.
    let Ok(rules) = serde_json::from_value::<Vec<FileRule>>(files.to_json()) else { return };
    let schema = context::schema(whole, &part.root);
    let Ok(engine) = Engine::empty() else { return };
    let mut found = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let pointer = format!("/files/{index}");
        template(whole, part, rule, &pointer, lint, &mut found);
        let mut checker = Checker { lint, part, schema: &schema, engine: &engine, pointer, found: &mut found };
        checker.rule(rule);
    }
    for finding in found {
        lint.add(&part.file, finding);
    }
}

fn template(whole: &Whole, part: &Part, rule: &FileRule, pointer: &str, lint: &Lint<'_>, found: &mut Vec<Finding>) {
    let folder = part.folder();
    let templates: Vec<&str> = whole.files.below(&folder).map(|(path, _)| &path[folder.len()..]).collect();
    if templates.iter().any(|template| rule.matches(template)) {
        return;
    }
    let Some(document) = lint.documents.get(&part.file) else { return };
    let message = format!("there is no template `{}` below {folder}", shown(&rule.template));
    let help = match nearest(&rule.template, templates.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("a rule names a file below {folder}, or several by a `*` at the end"),
    };
    found.push(document.at(&RULE, &format!("{pointer}/template"), message).help(help));
}

struct Checker<'a, 'b> {
    lint: &'a Lint<'b>,
    part: &'a Part,
    schema: &'a Json,
    engine: &'a Engine,
    pointer: String,
    found: &'a mut Vec<Finding>,
}

impl<'a> Checker<'a, '_> {
    fn rule(&mut self, rule: &FileRule) {
        let item = rule.each.as_ref().map(|each| self.each(each));
        if let Some(when) = &rule.when {
            self.expression("when", when);
        }
        if let Some(to) = &rule.to {
            self.path("to", to, item.as_ref());
        }
        for (index, was) in rule.was.iter().enumerate() {
            let key = format!("was/{index}");
            self.path(&key, was, item.as_ref());
            if rule.to.as_ref() == Some(was) {
                let pointer = format!("{}/{key}", self.pointer);
                let message = "the file was never anywhere else: this is where it is written now";
                self.push(&pointer, &RULE, message, "remove the line");
            }
        }
    }

    fn push(&mut self, pointer: &str, rule: &'static Rule, message: &str, help: &str) {
        if let Some(document) = self.lint.documents.get(&self.part.file) {
            self.found.push(document.at(rule, pointer, message).help(help));
        }
    }

    /// Moves findings of a text inside the YAML file to where they stand there.
    fn place(&mut self, key: &str, text: &str, findings: Vec<Finding>, before: usize) {
        let pointer = format!("{}/{key}", self.pointer);
        let Some(document) = self.lint.documents.get(&self.part.file) else { return };
        for mut finding in findings {
            if let Origin::File { start, end } = finding.origin {
                let inner = start.saturating_sub(before)..end.saturating_sub(before);
                finding.origin = document.inside(&pointer, text, &inner);
            }
            self.found.push(finding);
        }
    }

    /// The type of the elements of a list of the context.
    fn each(&mut self, each: &str) -> Type<'a> {
        let context = Type::View(self.schema);
        let lists = || {
            let keys = context.keys().into_iter();
            keys.filter(|key| matches!(context.get(key, self.schema), Some(Type::List(_)))).collect::<Vec<_>>()
        };
        if let Some(Type::List(of)) = context.get(each, self.schema) {
            return *of;
        }
        let pointer = format!("{}/each", self.pointer);
        let help = did_you_mean(each, lists());
        self.push(&pointer, &RULE, &format!("`{}` is no list of the context", shown(each)), &help);
        Type::Unknown
    }

    fn expression(&mut self, key: &str, text: &str) {
        let wrapped = format!("<% if {text} %><% endif %>");
        let before = "<% if ".len();
        if let Some(fault) = self.engine.fault(&wrapped) {
            return self.place(key, text, vec![unreadable(&fault)], before);
        }
        match syntax::expression(text) {
            Ok(expression) => {
                let mut walk = Walk::new(self.schema, self.engine);
                walk.value(&expression);
                self.place(key, text, walk.findings, 0);
            }
            Err(fault) => self.place(key, text, vec![unreadable(&Fault::from(fault))], 0),
        }
    }

    fn path(&mut self, key: &str, text: &str, item: Option<&Type<'a>>) {
        if let Some(fault) = self.engine.fault(text) {
            return self.place(key, text, vec![unreadable(&fault)], 0);
        }
        let template = match syntax::template(text) {
            Ok(template) => template,
            Err(fault) => return self.place(key, text, vec![unreadable(&Fault::from(fault))], 0),
        };
        let mut walk = Walk::new(self.schema, self.engine);
        if let Some(item) = item {
            walk = walk.with("item", item.clone());
        }
        walk.template(&template, &BTreeSet::new());
        self.place(key, text, walk.findings, 0);
        if let Some(reason) = wrong(&sketch(text, &template.nodes)) {
            let pointer = format!("{}/{key}", self.pointer);
            self.push(&pointer, &PATH, &reason, "write a relative path with `/`, below the product's folder");
        }
    }
}

/// A path with a plain name in place of everything that is known only later.
fn sketch(text: &str, nodes: &[Piece]) -> String {
    let piece = |node: &Piece| match node {
        Piece::Text(span) => text[span.clone()].to_owned(),
        Piece::Print(_) => "x".to_owned(),
        Piece::If(branches) => branches.iter().map(|branch| sketch(text, &branch.body)).collect(),
        Piece::For { body, .. } | Piece::Block { body, .. } => sketch(text, body),
        _ => String::new(),
    };
    nodes.iter().map(piece).collect()
}

/// Why a path is not one of a product's files.
fn wrong(path: &str) -> Option<String> {
    if let Err(error) = path.parse::<ProductPath>() {
        let error: ProductPathError = error;
        return Some(error.to_string());
    }
    let reserved = RESERVED.iter().find(|reserved| path == **reserved || path.starts_with(*reserved));
    reserved.map(|reserved| format!("`{}` is where the tool keeps {}", shown(path), keeps(reserved)))
}

fn keeps(reserved: &str) -> &'static str {
    if reserved == LOCK_PATH { "the lock" } else { "files of its own" }
}

/// Two templates of one product that write one file.
pub(super) fn collisions(lint: &mut Lint<'_>, whole: &Whole, parts: &[Part]) {
    let written: Vec<(usize, String, String)> = parts
        .iter()
        .enumerate()
        .flat_map(|(at, part)| {
            let folder = part.folder();
            let target = move |path: &str| {
                let template = &path[folder.len()..];
                let to = rule_for(&part.rules, template).and_then(|rule| rule.to.clone());
                to.unwrap_or_else(|| template.strip_suffix(TEMPLATE_SUFFIX).unwrap_or(template).to_owned())
            };
            let folder = part.folder();
            whole.files.below(&folder).map(|(path, _)| (at, target(path), path.to_owned())).collect::<Vec<_>>()
        })
        .collect();
    // On some file systems README.md and readme.md are one file.
    let mut by_path: BTreeMap<String, Vec<&(usize, String, String)>> = BTreeMap::new();
    for entry in &written {
        by_path.entry(entry.1.to_lowercase()).or_default().push(entry);
    }
    for same in by_path.values().filter(|same| same.len() > 1) {
        for (index, one) in same.iter().enumerate() {
            let Some(other) = same[..index].iter().find(|other| meet(&parts[other.0].root, &parts[one.0].root)) else {
                continue;
            };
            report(lint, parts, one, other);
        }
    }
}

/// Whether a product can have the files of both parts: there is one port kind, and one CI provider.
fn meet(one: &str, other: &str) -> bool {
    let kind = |root: &str| root.split('/').next().unwrap_or_default().to_owned();
    one == other || kind(one) != kind(other)
}

type Written = (usize, String, String);

fn report(lint: &mut Lint<'_>, parts: &[Part], one: &Written, other: &Written) {
    // The finding stands at the file of this pack; of two, at the later one.
    let own = |entry: &Written| lint.files.get(&entry.2).is_some();
    let (here, there) = if own(one) || !own(other) { (one, other) } else { (other, one) };
    let message = format!("{} writes `{}`, which {} writes too", here.2, shown(&here.1), there.2);
    let help = "give one of them another path with `to`, or remove it";
    let part = &parts[here.0];
    let folder = part.folder();
    let rule = lint.documents.get(&part.file).and_then(|document| {
        let Value::List(items) = &document.node.get("files")?.value else { return None };
        let index = items.iter().position(|item| item.text_at("/template") == here.2.strip_prefix(&folder))?;
        Some(document.at(&COLLISION, &format!("/files/{index}/to"), message.clone()).help(help))
    });
    match rule {
        Some(finding) => lint.add(&part.file, finding),
        None if lint.files.get(&here.2).is_some() => lint.add(&here.2, whole_file(&COLLISION, message).help(help)),
        None => lint.add(PACK_FILE, finding(&COLLISION, &(0..0), message).help(help)),
    }
}
