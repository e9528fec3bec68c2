//! A field whose type, symbols or values changed.

use super::super::types::{Verdict, rule};
use super::super::{Change, Class, rules};
use super::Fields;
use crate::evolution::avro::{Schema, incompatibilities};
use crate::manifest::document::{Evolution, Field};
use crate::manifest::value::{LogicalType, Scalar};

impl Fields<'_> {
    /// Compares the types of a field that stayed, down to the members of a struct.
    pub(super) fn types(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let (mut before, mut now, mut path) = (&old.logical_type, &new.logical_type, path.to_owned());
        loop {
            match (before, now) {
                (LogicalType::Array(one), LogicalType::Array(other)) => {
                    (before, now) = (one, other);
                    path += "[]";
                }
                (LogicalType::Map(one), LogicalType::Map(other)) => {
                    (before, now) = (one, other);
                    path += "{}";
                }
                _ => break,
            }
        }
        match (before, now) {
            (LogicalType::Struct, LogicalType::Struct) => {
                self.compare(&path, &format!("{pointer}/fields"), &old.fields, &new.fields);
            }
            (LogicalType::Enum, LogicalType::Enum) => self.symbols(&path, pointer, old, new),
            (one, other) if one != other => self.another(&path, pointer, before, now),
            (LogicalType::Scalar(Scalar::String), _) => self.values(&path, pointer, old, new),
            _ => {}
        }
    }

    /// One type became another.
    fn another(&mut self, path: &str, pointer: &str, before: &LogicalType, now: &LogicalType) {
        let found = both_ways(before, now);
        let (row, verdict) = match &found {
            Some(found) => (rule(found), Verdict::of(found)),
            // A struct, an array, an enum: nothing else can be read as one. JSON in a text is no text.
            None => (&rules::TYPE_CHANGED, Verdict { backward: false, forward: false }),
        };
        let (before, now) = (before.to_string(), now.to_string());
        let verb = match row.rule.id.as_ref() {
            id if id == rules::TYPE_WIDENED.rule.id => "is widened",
            id if id == rules::TYPE_NARROWED.rule.id => "is narrowed",
            _ => "is changed",
        };
        let what = format!("the type {verb} from `{before}` to `{now}`");
        let class = self.verdict(verdict);
        let mut change = Change::new(row, path, &format!("{pointer}/type"), what).class(class);
        change.warning = class < Class::Major;
        self.add(change.values(Some(before), Some(now)));
    }

    fn symbols(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let pointer = format!("{pointer}/enum");
        let (gone, came) = (missing(old, new), missing(new, old));
        // Every enum that is rendered has a default symbol, so that readers of older schemas go on.
        if !came.is_empty() {
            let what = format!("{} added: {}", plural(&came, "symbol"), ticked(&came));
            self.add(Change::new(&rules::SYMBOL_ADDED, path, &pointer, what).values(None, Some(came.join(", "))));
        }
        if !gone.is_empty() {
            let what = format!("{} removed: {}", plural(&gone, "symbol"), ticked(&gone));
            self.add(Change::new(&rules::SYMBOL_REMOVED, path, &pointer, what).values(Some(gone.join(", ")), None));
        }
        self.order(path, &pointer, "symbols", old, new);
    }

    fn values(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let pointer = format!("{pointer}/enum");
        let (gone, came) = (missing(old, new), missing(new, old));
        match (old.accepted.is_empty(), new.accepted.is_empty()) {
            (true, true) => return,
            (false, true) => {
                let what = "any value may occur; there was a list of accepted ones".to_owned();
                return self
                    .add(Change::new(&rules::VALUES_OPENED, path, &pointer, what).values(Some(gone.join(", ")), None));
            }
            (true, false) => {
                let what = format!("only these values may occur: {}", ticked(&came));
                return self
                    .add(Change::new(&rules::VALUES_CLOSED, path, &pointer, what).values(None, Some(came.join(", "))));
            }
            (false, false) => {}
        }
        if !came.is_empty() {
            let what = format!("{} added: {}", plural(&came, "value"), ticked(&came));
            self.add(Change::new(&rules::VALUE_ADDED, path, &pointer, what).values(None, Some(came.join(", "))));
        }
        if !gone.is_empty() {
            let what = format!("{} removed: {}", plural(&gone, "value"), ticked(&gone));
            self.add(Change::new(&rules::VALUE_REMOVED, path, &pointer, what).values(Some(gone.join(", ")), None));
        }
        self.order(path, &pointer, "values", old, new);
    }

    /// The same symbols or values in another order.
    fn order(&mut self, path: &str, pointer: &str, noun: &str, old: &Field, new: &Field) {
        let common = |one: &Field, other: &Field| -> Vec<String> {
            let common = one.accepted.iter().filter(|value| other.accepted.contains(value));
            common.map(ToString::to_string).collect()
        };
        if common(old, new) != common(new, old) {
            let what = format!("the {noun} stand in another order");
            self.add(Change::new(&rules::ORDER_CHANGED, path, pointer, what));
        }
    }
}

/// Why values of two types cannot be read as each other, by Avro's rules; nothing where these have no say.
fn both_ways(before: &LogicalType, now: &LogicalType) -> Option<Vec<crate::evolution::avro::Incompatibility>> {
    let (before, now) = (crate::avro::leaf(before)?, crate::avro::leaf(now)?);
    if before == now {
        return None;
    }
    let (before, now) = (Schema::from_json(&before).ok()?, Schema::from_json(&now).ok()?);
    Some(incompatibilities(&now, &[before], Evolution::Full))
}

/// The symbols or values of `one` that `other` lacks.
fn missing(one: &Field, other: &Field) -> Vec<String> {
    one.accepted.iter().filter(|value| !other.accepted.contains(value)).map(ToString::to_string).collect()
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{}`", crate::diagnostics::shown(name))).collect::<Vec<_>>().join(", ")
}

fn plural(names: &[String], noun: &str) -> String {
    if names.len() == 1 { format!("the {noun} is") } else { format!("{noun}s are") }
}
