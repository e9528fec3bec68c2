//! Every template of the pack, and of those below it: findings about its own, and what all of them read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::component::{Part, parts};
use super::document::unreadable;
use super::language::Language;
use super::reads::Reads;
use super::relatives::{given, missing, parent_text, read_elsewhere, set_names};
use super::rules::SYNTAX;
use super::types::Type;
use super::walk::Walk;
use super::{Lint, Whole, context, whole as whole_file};
use crate::diagnostics::Finding;
use crate::pack::overview::rule_for;
use crate::pack::{FileRule, Pack, TEMPLATE_SUFFIX};
use crate::render::syntax::{self, Template};
use crate::render::{Engine, Fault};

/// Templates by their names: text and tree.
pub(super) type Trees = BTreeMap<String, (String, Template)>;

/// Checks every template. The answer is what they and the rules read.
pub(super) fn check(lint: &mut Lint<'_>, whole: &Whole) -> Reads {
    let mut reads = Reads::default();
    let Ok(engine) = Engine::empty() else { return reads };
    for part in parts(whole) {
        let schema = context::schema(whole, &part.root);
        let mut folders = vec![part.folder()];
        folders.extend(part.root.strip_prefix("ports/").map(|id| Pack::fragment_folder(id.trim_end_matches('/'))));
        for folder in folders {
            let group = Group { part: &part, folder: &folder, schema: &schema, engine: &engine };
            group.check(lint, whole, &mut reads);
        }
        rules(&part, &schema, &engine, &mut reads);
    }
    reads
}

/// What the conditions and paths of the rules read.
fn rules(part: &Part, schema: &Json, engine: &Engine, reads: &mut Reads) {
    let mut walk = Walk::new(schema, engine).with("item", Type::Unknown);
    for rule in &part.rules {
        if let Some(Ok(expression)) = rule.when.as_deref().map(syntax::expression) {
            walk.value(&expression);
        }
        for path in rule.to.iter().chain(&rule.was) {
            if let Ok(template) = syntax::template(path) {
                walk.template(&template, &BTreeSet::new());
            }
        }
    }
    reads.take(walk.reads);
}

/// The templates of one folder, which see each other.
struct Group<'a> {
    part: &'a Part,
    folder: &'a str,
    schema: &'a Json,
    engine: &'a Engine,
}

impl Group<'_> {
    fn check(&self, lint: &mut Lint<'_>, whole: &Whole, reads: &mut Reads) {
        let mut trees = BTreeMap::new();
        // A template below may be read through another that extends it.
        let replaced = whole.files.replaced_below(self.folder);
        let paths = whole.files.below(self.folder).chain(replaced);
        for (path, bytes) in paths.filter(|(path, _)| path.ends_with(TEMPLATE_SUFFIX)) {
            let own = lint.files.get(path).is_some();
            match self.read(bytes) {
                Ok(tree) => drop(trees.insert(path.to_owned(), tree)),
                Err(finding) if own => lint.add(path, *finding),
                Err(_) => {}
            }
        }
        let read_by_all = read_elsewhere(&trees);
        for (path, (text, tree)) in &trees {
            let mut walk = self.walk(path, text, tree, whole);
            for name in given(path, &trees) {
                walk = walk.with(&name, Type::Unknown);
            }
            walk.template(tree, &read_by_all(path));
            if lint.files.get(path).is_some() {
                for finding in walk.findings {
                    lint.add(path, finding);
                }
            }
            reads.take(walk.reads);
        }
        for (path, (_, tree)) in trees.iter().filter(|(path, _)| lint.files.get(path).is_some()) {
            let found: Vec<Finding> = missing(tree, &trees, whole).collect();
            for finding in found {
                lint.add(path, finding);
            }
        }
    }

    fn read(&self, bytes: &[u8]) -> Result<(String, Template), Box<Finding>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let finding = whole_file(&SYNTAX, "the template is not UTF-8");
            return Err(Box::new(finding.help("save the file as UTF-8")));
        };
        if let Some(fault) = self.engine.fault(text) {
            return Err(Box::new(unreadable(&fault)));
        }
        let tree = syntax::template(text).map_err(|fault| Box::new(unreadable(&Fault::from(fault))))?;
        Ok((text.to_owned(), tree))
    }

    fn walk<'w>(&'w self, path: &str, text: &str, tree: &Template, whole: &Whole) -> Walk<'w> {
        let inside = path.split_once(':').map_or(path, |(_, path)| path);
        let template = &inside[self.folder.len()..];
        let rule = rule_for(&self.part.rules, template);
        let fragment = self.folder.ends_with("/fragments/");
        let target = rule
            .and_then(|rule| rule.to.clone())
            .unwrap_or_else(|| template.trim_end_matches(TEMPLATE_SUFFIX).to_owned());
        let language = if fragment { None } else { Language::of(&target) };
        let mut walk = Walk::new(self.schema, self.engine).language(language, text);
        if let Some(item) = rule.and_then(|rule| self.item(rule)) {
            walk = walk.with("item", item);
        }
        // A block sees what the template around it sets.
        let mut below = tree.extends.as_ref().map(|parent| parent.name.clone());
        while let Some(parent) = below.take().and_then(|name| parent_text(&name, whole)) {
            for name in set_names(&parent.nodes) {
                walk = walk.with(&name, Type::Unknown);
            }
            below = parent.extends.map(|parent| parent.name);
        }
        walk
    }

    fn item(&self, rule: &FileRule) -> Option<Type<'_>> {
        let list = Type::View(self.schema).get(rule.each.as_deref()?, self.schema);
        Some(list.map_or(Type::Unknown, |list| list.element()))
    }
}
