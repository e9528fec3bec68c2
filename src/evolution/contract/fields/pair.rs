//! A field that stayed: what is promised of it, before and now.

use super::super::change::value;
use super::super::types::Verdict;
use super::super::{Change, Class, rules};
use super::{Fields, kind, list};
use crate::diagnostics::shown;
use crate::manifest::document::{Field, FieldName};

impl Fields<'_> {
    pub(super) fn pair(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        self.name(path, pointer, old, new);
        self.types(path, pointer, old, new);
        self.nullability(path, pointer, old, new);
        self.default(path, pointer, old, new);
        self.meaning(path, pointer, old, new);
        self.uniqueness(path, pointer, old, new);
        self.protect(path, pointer, old, new);
        self.words(path, pointer, old, new);
    }

    fn name(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let (before, now) = (old.snake(), new.snake());
        if before != now {
            let what = format!("the field was called `{before}`");
            self.add(
                Change::new(&rules::FIELD_RENAMED, path, &format!("{pointer}/name"), what)
                    .values(Some(before.clone()), Some(now.clone())),
            );
        }
        let names = |field: &Field| -> Vec<String> { field.renamed_from.iter().map(FieldName::snake).collect() };
        let kept = names(new);
        let dropped: Vec<String> = names(old).into_iter().filter(|name| !kept.contains(name) && *name != now).collect();
        if !dropped.is_empty() {
            let what = format!("the old name {} is dropped from `renamedFrom`", list(&dropped));
            let class = self.verdict(Verdict::ONLY_FORWARD);
            let change = Change::new(&rules::ALIAS_REMOVED, path, pointer, what).class(class);
            self.add(change.values(Some(dropped.join(", ")), None));
        }
    }

    fn nullability(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let (row, verdict, what) = match (old.required, new.required) {
            (true, false) => {
                (&rules::FIELD_OPTIONAL, Verdict::ONLY_BACKWARD, "the field may have no value from now on")
            }
            (false, true) => {
                (&rules::FIELD_REQUIRED, Verdict::ONLY_FORWARD, "the field has a value in every row from now on")
            }
            _ => return,
        };
        let class = self.verdict(verdict);
        let pointer = if new.required { format!("{pointer}/required") } else { pointer.to_owned() };
        let mut change = Change::new(row, path, &pointer, what.to_owned()).class(class);
        change.warning = class < Class::Major;
        self.add(change.values(Some(kind(old)), Some(kind(new))));
    }

    fn default(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        if old.default == new.default {
            return;
        }
        let text = |field: &Field| field.default.as_ref().map(value);
        let (before, now) = (text(old), text(new));
        let what = match (&before, &now) {
            (None, Some(now)) => format!("the default is {now} from now on; there was none"),
            (Some(before), None) => format!("the default {before} is taken away"),
            (Some(before), Some(now)) => format!("the default was {before} and is {now}"),
            (None, None) => return,
        };
        let pointer = if now.is_some() { format!("{pointer}/default") } else { pointer.to_owned() };
        self.add(Change::new(&rules::DEFAULT_CHANGED, path, &pointer, what).values(before, now));
    }

    fn meaning(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let number = |field: &Field| field.semantics.map_or(1, std::num::NonZeroU32::get);
        let (before, now) = (number(old), number(new));
        if before != now {
            let what = format!("its values mean something else: `semantics` was {before} and is {now}");
            let change = Change::new(&rules::SEMANTICS_CHANGED, path, &format!("{pointer}/semantics"), what);
            self.add(change.values(Some(before.to_string()), Some(now.to_string())));
        }
    }

    fn uniqueness(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        match (old.unique, new.unique) {
            (true, false) => {
                let what = "its values need no longer be unique".to_owned();
                self.add(Change::new(&rules::UNIQUE_DROPPED, path, pointer, what));
            }
            (false, true) => {
                let what = "its values are unique from now on".to_owned();
                self.add(Change::new(&rules::UNIQUE_ADDED, path, &format!("{pointer}/unique"), what));
            }
            _ => {}
        }
        let target = |field: &Field| field.references.as_ref().map(ToString::to_string);
        let (before, now) = (target(old), target(new));
        let what = match (&before, &now) {
            (Some(before), None) => format!("it no longer refers to `{before}`"),
            (None, Some(now)) => format!("it refers to `{now}` from now on"),
            (Some(before), Some(now)) if before != now => format!("it referred to `{before}` and refers to `{now}`"),
            _ => return,
        };
        let mut change = Change::new(&rules::REFERENCE_CHANGED, path, &format!("{pointer}/references"), what);
        change.warning = before.is_some();
        self.add(change.values(before, now));
    }

    fn words(&mut self, path: &str, pointer: &str, old: &Field, new: &Field) {
        let text = |field: &Field| field.description.as_ref().map(|text| text.trim().to_owned());
        let (before, now) = (text(old), text(new));
        if before != now {
            let change = "the description is changed".to_owned();
            let change = Change::new(&rules::DOCUMENTATION, path, &format!("{pointer}/description"), change);
            self.add(change.values(before.as_deref().map(shown), now.as_deref().map(shown)));
        }
        if old.examples != new.examples {
            let what = "the examples are changed".to_owned();
            self.add(Change::new(&rules::DOCUMENTATION, path, &format!("{pointer}/examples"), what));
        }
    }
}
