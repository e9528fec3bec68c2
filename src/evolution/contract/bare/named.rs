//! Records, enums and fixed types.

use super::{Walk, place};
use crate::evolution::avro::{Definition, FullName, Named, Type};
use crate::evolution::contract::types::Verdict;
use crate::evolution::contract::{Change, Class, rules};

impl<'a> Walk<'a> {
    /// Compares two types that have a name. `at` is where the new one is used.
    pub(super) fn named(&mut self, path: &str, old: &'a FullName, new: &'a FullName, at: &'a Type) {
        let (Some(before), Some(now)) = (self.old.named.get(old), self.new.named.get(new)) else { return };
        if !self.compared.insert((old, new)) {
            return;
        }
        match (&before.definition, &now.definition) {
            (Definition::Record(one), Definition::Record(other)) => {
                self.name(path, before, now, at);
                self.fields(path, now, one, other);
            }
            (
                Definition::Enum { symbols: one, default: fallback },
                Definition::Enum { symbols: other, default: now_fallback },
            ) => {
                self.name(path, before, now, at);
                self.symbols(path, now, (one, fallback.as_ref()), (other, now_fallback.as_ref()));
            }
            (Definition::Fixed { size: one }, Definition::Fixed { size: other }) => {
                self.name(path, before, now, at);
                if one != other {
                    let what = format!("the size was {one} bytes and is {other}");
                    let change = Change::new(&rules::FIXED_SIZE_CHANGED, place(path), &now.pointer, what);
                    self.add(change.values(Some(one.to_string()), Some(other.to_string())));
                }
            }
            (one, other) => {
                let what = format!("the type was the {} `{old}` and is the {} `{new}`", one.kind(), other.kind());
                self.add(Change::new(&rules::TYPE_CHANGED, place(path), &now.pointer, what));
            }
        }
        if before.logical != now.logical {
            let logical = |named: &Named| named.logical.as_ref().map_or("none".to_owned(), ToString::to_string);
            let what = format!("the logical type was `{}` and is `{}`", logical(before), logical(now));
            self.add(Change::new(&rules::LOGICAL_TYPE_CHANGED, place(path), &now.pointer, what));
        }
    }

    fn name(&mut self, path: &str, old: &Named, new: &Named, at: &Type) {
        let (before, now) = (&old.name, &new.name);
        if before.unqualified() != now.unqualified() {
            let what = format!("the {} was called `{before}` and is called `{now}`", new.definition.kind());
            let verdict = Verdict { backward: new.aliases.contains(before), forward: old.aliases.contains(now) };
            self.verdict(&rules::RECORD_RENAMED, verdict, path, at, &what);
        } else if before.namespace() != now.namespace() && !self.moved {
            self.moved = true;
            let what = format!("the namespace was `{}` and is `{}`", before.namespace(), now.namespace());
            let change = Change::new(&rules::NAMESPACE_CHANGED, place(path), &new.pointer, what);
            self.add(change.values(Some(before.namespace().to_owned()), Some(now.namespace().to_owned())));
        }
        self.words(path, (&old.pointer, &new.pointer));
    }

    fn symbols(
        &mut self,
        path: &str,
        now: &Named,
        (old, fallback): (&[String], Option<&String>),
        (new, now_fallback): (&[String], Option<&String>),
    ) {
        let missing = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|symbol| !other.contains(symbol)).cloned().collect()
        };
        let (gone, came) = (missing(old, new), missing(new, old));
        let pointer = format!("{}/symbols", now.pointer);
        if !came.is_empty() {
            let what = format!("added to the symbols: {}", came.join(", "));
            let breaks = fallback.is_none() && self.directions.forward;
            let class = if breaks { Class::Major } else { Class::Minor };
            let mut change = Change::new(&rules::SYMBOL_ADDED, place(path), &pointer, what).class(class);
            if fallback.is_none() {
                change.consumers = Some("readers of the old schema have no default symbol, and stop".to_owned());
                change.warning = !breaks;
            }
            self.add(change.values(None, Some(came.join(", "))));
        }
        if !gone.is_empty() {
            let what = format!("removed from the symbols: {}", gone.join(", "));
            let change = Change::new(&rules::SYMBOL_REMOVED, place(path), &pointer, what);
            self.add(change.values(Some(gone.join(", ")), None));
        }
        let is_common = |symbol: &&String| old.contains(symbol) && new.contains(symbol);
        if !old.iter().filter(is_common).eq(new.iter().filter(is_common)) {
            let what = "the symbols stand in another order".to_owned();
            self.add(Change::new(&rules::ORDER_CHANGED, place(path), &pointer, what));
        }
        if fallback != now_fallback {
            let said = |symbol: Option<&String>| symbol.map_or("none".to_owned(), |symbol| format!("`{symbol}`"));
            let what = format!("the default symbol was {} and is {}", said(fallback), said(now_fallback));
            let change = Change::new(&rules::DEFAULT_CHANGED, place(path), &now.pointer, what);
            self.add(change.values(fallback.cloned(), now_fallback.cloned()));
        }
    }
}
