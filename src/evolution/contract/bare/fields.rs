//! Fields of a record that came, went, were renamed or described in another way.

use serde_json::Value as Json;

use super::{Walk, place, spelled};
use crate::diagnostics::shown;
use crate::evolution::avro::{Field, Named};
use crate::evolution::contract::change::value;
use crate::evolution::contract::fields::{classification, inside};
use crate::evolution::contract::types::Verdict;
use crate::evolution::contract::{Change, Class, rules};
use crate::manifest::document::Classification;

impl<'a> Walk<'a> {
    pub(super) fn fields(&mut self, path: &str, record: &'a Named, old: &'a [Field], new: &'a [Field]) {
        let is_in = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
        let before = |field: &Field| {
            let same = old.iter().position(|old| old.name == field.name);
            let was = |old: &Field| field.aliases.contains(&old.name) && !is_in(new, &old.name);
            same.or_else(|| old.iter().position(was))
        };
        let mut stayed = Vec::new();
        for field in new {
            let path = inside(path, &field.name);
            if let Some(index) = before(field).filter(|index| !stayed.contains(index)) {
                stayed.push(index);
                self.field(&path, &old[index], field);
                continue;
            }
            let breaks = field.default.is_none() && self.directions.backward;
            let manner = if field.default.is_some() { "with a default" } else { "without a default" };
            let what = format!("the field is added, {manner}");
            let mut change = Change::new(&rules::FIELD_ADDED, &path, &field.pointer, what);
            change.class = if breaks { Class::Major } else { Class::Minor };
            change.warning = field.default.is_none() && !breaks;
            if breaks {
                let impact = "readers of the new schema stop at older data, which lacks the field";
                change.consumers = Some(impact.to_owned());
            }
            self.add(change.values(None, Some(spelled(&field.shape))));
        }
        for (_, field) in old.iter().enumerate().filter(|(index, _)| !stayed.contains(index)) {
            let pointer = format!("{}/fields", record.pointer);
            let what = "the field is removed".to_owned();
            let change = Change::new(&rules::FIELD_REMOVED, &inside(path, &field.name), &pointer, what);
            self.add(change.values(Some(spelled(&field.shape)), None));
        }
        if !stayed.is_sorted() {
            let what = "the fields stand in another order".to_owned();
            let pointer = format!("{}/fields", record.pointer);
            self.add(Change::new(&rules::ORDER_CHANGED, place(path), &pointer, what));
        }
    }

    fn field(&mut self, path: &str, old: &'a Field, new: &'a Field) {
        if old.name != new.name {
            let what = format!("the field was called `{}`", old.name);
            let change = Change::new(&rules::FIELD_RENAMED, path, &format!("{}/name", new.pointer), what);
            self.add(change.values(Some(old.name.clone()), Some(new.name.clone())));
        }
        let is_kept = |alias: &&String| new.aliases.contains(alias) || **alias == new.name;
        let dropped: Vec<&str> = old.aliases.iter().filter(|alias| !is_kept(alias)).map(String::as_str).collect();
        if !dropped.is_empty() {
            let what = format!("dropped from the aliases: {}", dropped.join(", "));
            let mut change = Change::new(&rules::ALIAS_REMOVED, path, &new.pointer, what);
            change.class = Verdict::ONLY_FORWARD.class(self.directions);
            self.add(change.values(Some(dropped.join(", ")), None));
        }
        self.types(path, &old.shape, &new.shape);
        if old.default != new.default {
            let (before, now) = (old.default.as_ref().map(value), new.default.as_ref().map(value));
            let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
            let what = format!("the default was {} and is {}", said(&before), said(&now));
            let mut change = Change::new(&rules::DEFAULT_CHANGED, path, &new.pointer, what).values(before, now);
            // The default that a field gets by becoming optional is told with that.
            change.warning = new.default != Some(Json::Null) || old.default.is_some();
            self.add(change);
        }
        self.attributes(path, old, new);
        self.words(path, (&old.pointer, &new.pointer));
    }

    /// What no reader needs, and people rely on: personal data and its classification.
    fn attributes(&mut self, path: &str, old: &Field, new: &Field) {
        let attributes = (self.old.source.pointer(&old.pointer), self.new.source.pointer(&new.pointer));
        let (Some(before), Some(now)) = attributes else { return };
        let is_pii = |field: &Json| {
            let tags = field["confluent:tags"].as_array().into_iter().flatten();
            field["pii"] == true || tags.into_iter().any(|tag| tag == "PII")
        };
        match (is_pii(before), is_pii(now)) {
            (true, false) => {
                let what = "the field is no longer marked as personal".to_owned();
                self.add(Change::new(&rules::PII_DROPPED, path, &new.pointer, what));
            }
            (false, true) => {
                let what = "the field is marked as personal".to_owned();
                self.add(Change::new(&rules::PII_ADDED, path, &new.pointer, what));
            }
            _ => {}
        }
        let classified = |field: &Json| serde_json::from_value::<Classification>(field["classification"].clone()).ok();
        if let (Some(one), Some(other)) = (classified(before), classified(now))
            && one != other
        {
            self.add(classification(path, &format!("{}/classification", new.pointer), one, other));
        }
    }

    /// The words about a field or a type, by their places in the two schemas.
    pub(super) fn words(&mut self, path: &str, (old, new): (&str, &str)) {
        let doc =
            |schema: &Json, pointer: &str| schema.pointer(pointer)?.get("doc")?.as_str().map(|text| shown(text.trim()));
        let (before, now) = (doc(&self.old.source, old), doc(&self.new.source, new));
        if before != now {
            let what = "the documentation is changed".to_owned();
            let change = Change::new(&rules::DOCUMENTATION, place(path), &format!("{new}/doc"), what);
            self.add(change.values(before, now));
        }
    }
}
