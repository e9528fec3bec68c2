//! The changes between two bare Avro schemas: `.avsc` files, or what a registry holds.

mod fields;
mod named;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::types::{Verdict, rule};
use super::{Change, ChangeRule, Class, Comparison, Directions, rules};
use crate::evolution::avro::{Direction, FullName, Incompatibility, Kind, Schema, Type, incompatibilities};
use crate::manifest::document::Evolution;

/// Every change from one bare Avro schema to another, in the directions of the mode.
pub fn compare_avro(old: &Schema, new: &Schema, mode: Evolution) -> Comparison {
    let mut walk =
        Walk { old, new, directions: mode.into(), compared: BTreeSet::new(), moved: false, changes: Vec::new() };
    walk.types("", &old.root, &new.root);
    let mut changes = walk.changes;
    // What is in the way of a reader although no change explains it is told, never passed over.
    if changes.iter().all(|change| change.class < Class::Major) {
        let found = incompatibilities(new, std::slice::from_ref(old), mode);
        changes.extend(found.iter().map(|found| incompatible(found, "")));
    }
    // Nothing is said to have changed only where nothing did.
    if changes.is_empty() && plain(&old.source) != plain(&new.source) {
        let what = "what readers need is as it was, and something else is not";
        let mut change = Change::new(&rules::WRITTEN_OTHERWISE, "schema", "", what.to_owned());
        change.of_schema = true;
        changes.push(change);
    }
    Comparison::bare(changes)
}

/// What Avro's rules find in the way.
pub(super) fn incompatible(found: &Incompatibility, pointer: &str) -> Change {
    let path = if found.field.is_empty() { "schema".to_owned() } else { format!("schema.{}", found.field) };
    let pointer = if pointer.is_empty() && found.direction == Direction::Backward { &found.pointer } else { pointer };
    let mut change = Change::new(&rules::AVRO_INCOMPATIBLE, &path, pointer, found.to_string());
    change.of_schema = true;
    change
}

/// Two schemas on the way to the changes between them.
struct Walk<'a> {
    old: &'a Schema,
    new: &'a Schema,
    directions: Directions,
    /// Pairs of named types that have been compared, or are being compared: types may hold themselves.
    compared: BTreeSet<(&'a FullName, &'a FullName)>,
    /// Whether a change of the namespace has been told: types inside inherit it.
    moved: bool,
    changes: Vec<Change>,
}

impl<'a> Walk<'a> {
    fn types(&mut self, path: &str, old: &'a Type, new: &'a Type) {
        let ((nullable, before), (now_nullable, now)) = (branches(old), branches(new));
        let ([before], [now]) = (before.as_slice(), now.as_slice()) else {
            return self.unions(path, old, new);
        };
        match (nullable, now_nullable) {
            (false, true) => {
                let what = "the value may be null from now on";
                self.verdict(&rules::FIELD_OPTIONAL, Verdict::ONLY_BACKWARD, path, new, what);
            }
            (true, false) => {
                let what = "the value is never null from now on";
                self.verdict(&rules::FIELD_REQUIRED, Verdict::ONLY_FORWARD, path, new, what);
            }
            _ => {}
        }
        match (&before.kind, &now.kind) {
            (Kind::Array(one), Kind::Array(other)) if before.logical == now.logical => {
                self.types(&format!("{path}[]"), one, other);
            }
            (Kind::Map(one), Kind::Map(other)) if before.logical == now.logical => {
                self.types(&format!("{path}{{}}"), one, other);
            }
            (Kind::Named(one), Kind::Named(other)) => self.named(path, one, other, now),
            (Kind::Primitive(one), Kind::Primitive(other)) if one == other && before.logical == now.logical => {}
            _ => self.another(path, before, now),
        }
    }

    /// Unions of several types: branches that came or went, and those that stayed.
    fn unions(&mut self, path: &str, old: &'a Type, new: &'a Type) {
        if old.to_string() != new.to_string() {
            return self.another(path, old, new);
        }
        let (Kind::Union(before), Kind::Union(now)) = (&old.kind, &new.kind) else { return };
        for (one, other) in before.iter().zip(now) {
            self.types(path, one, other);
        }
    }

    /// One type became another.
    fn another(&mut self, path: &str, before: &Type, now: &Type) {
        let of = |root: &Type, schema: &Schema| Schema { root: root.clone(), ..schema.clone() };
        let found = incompatibilities(&of(now, self.new), &[of(before, self.old)], Evolution::Full);
        let row = rule(&found);
        let verdict = Verdict::of(&found);
        let (one, other) = (spelled(before), spelled(now));
        // The same branches in another order read each other, and nobody sees a difference.
        let row = if verdict == Verdict::BOTH && is_reordered(before, now) { &rules::ORDER_CHANGED } else { row };
        let what = format!("the type was `{one}` and is `{other}`");
        self.verdict(row, verdict, path, now, &what);
        if let Some(change) = self.changes.last_mut() {
            (change.before, change.after) = (Some(one), Some(other));
        }
    }

    /// Notes a change whose class the mode decides.
    fn verdict(&mut self, row: &'static ChangeRule, verdict: Verdict, path: &str, at: &Type, what: &str) {
        let mut change = Change::new(row, place(path), &at.pointer, what.to_owned());
        if row.class == Class::Major {
            change.class = verdict.class(self.directions);
            change.warning = change.class < Class::Major;
        }
        self.add(change);
    }

    fn add(&mut self, mut change: Change) {
        change.of_schema = true;
        self.changes.push(change);
    }
}

/// A schema with types that have nothing but a name written as the name: `{"type": "long"}` is `"long"`.
fn plain(schema: &Json) -> Json {
    match schema {
        Json::Object(entries) => match entries.get("type") {
            Some(of) if entries.len() == 1 => plain(of),
            _ => entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        },
        Json::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

/// Whether a type may be null, and what else it may be.
fn branches(of: &Type) -> (bool, Vec<&Type>) {
    match &of.kind {
        Kind::Union(branches) => {
            let rest: Vec<&Type> = branches.iter().filter(|branch| branch.to_string() != "null").collect();
            (rest.len() < branches.len(), rest)
        }
        _ => (false, vec![of]),
    }
}

fn is_reordered(one: &Type, other: &Type) -> bool {
    let names = |of: &Type| -> Vec<String> {
        let mut names: Vec<String> = branches(of).1.iter().map(|branch| spelled(branch)).collect();
        names.sort();
        names
    };
    names(one) == names(other)
}

/// The type with its logical type: `long (timestamp-millis)`.
fn spelled(of: &Type) -> String {
    match &of.logical {
        Some(logical) => format!("{of} ({logical})"),
        None => of.to_string(),
    }
}

/// The path of a change; the schema itself has a name as well.
fn place(path: &str) -> &str {
    if path.is_empty() { "schema" } else { path }
}
