//! Fields that came, went, were renamed, or stand in another order; those that stayed are compared one by one.

mod pair;
mod protection;
mod types;

pub(super) use protection::{Protection, classification};

use std::collections::BTreeMap;

use super::types::Verdict;
use super::{Change, Class, Directions, rules};
use crate::diagnostics::nearest;
use crate::manifest::document::Field;

/// The place of the product's fields.
pub(super) const ROOT: &str = "/spec/schema/fields";

/// Two lists of fields on the way to the changes between them.
pub(super) struct Fields<'a> {
    /// Whose reading is protected.
    pub directions: Directions,
    /// How fields that say nothing are protected: before, and now.
    pub protection: (Protection, Protection),
    /// What was found so far.
    pub changes: &'a mut Vec<Change>,
}

/// Old name → new name, of the fields that were renamed.
pub(super) type Renames = BTreeMap<String, String>;

/// Which fields of the old schema have another name in the new one, and say so.
pub(super) fn renames(old: &[Field], new: &[Field]) -> Renames {
    let is_in = |fields: &[Field], name: &str| fields.iter().any(|field| field.snake() == name);
    let mut renames = Renames::new();
    for field in new.iter().filter(|field| !is_in(old, &field.snake())) {
        let former = field.renamed_from.iter().map(crate::manifest::document::FieldName::snake);
        let former = former.filter(|name| is_in(old, name) && !is_in(new, name));
        for name in former.take(1) {
            renames.entry(name).or_insert_with(|| field.snake());
        }
    }
    renames
}

impl Fields<'_> {
    /// Compares the members of a record. `path` is the record's, empty for the row itself.
    pub(super) fn compare(&mut self, path: &str, pointer: &str, old: &[Field], new: &[Field]) {
        let renames = renames(old, new);
        let names: Vec<String> = new.iter().map(Field::snake).collect();
        let name_now = |field: &Field| renames.get(&field.snake()).cloned().unwrap_or_else(|| field.snake());
        let gone: Vec<&Field> = old.iter().filter(|field| !names.contains(&name_now(field))).collect();
        let mut stayed = Vec::new();
        for (index, field) in new.iter().enumerate() {
            let (path, pointer) = (inside(path, &names[index]), format!("{pointer}/{index}"));
            match old.iter().position(|old| name_now(old) == names[index]) {
                Some(before) => {
                    stayed.push(before);
                    self.pair(&path, &pointer, &old[before], field);
                }
                None => self.added(&path, &pointer, field, &gone),
            }
        }
        for field in &gone {
            self.removed(&inside(path, &field.snake()), pointer, field);
        }
        if !stayed.is_sorted() {
            let what = "the fields stand in another order".to_owned();
            let path = if path.is_empty() { "schema".to_owned() } else { path.to_owned() };
            self.add(Change::new(&rules::ORDER_CHANGED, &path, pointer, what));
        }
    }

    /// Compares the primary keys of two rows.
    pub(super) fn key(&mut self, old: &[Field], new: &[Field]) {
        let renames = renames(old, new);
        let keys = |fields: &[Field]| -> Vec<String> {
            let mut names: Vec<String> = fields.iter().filter(|field| field.primary_key).map(Field::snake).collect();
            names.sort();
            names
        };
        let mut before: Vec<String> = keys(old).iter().map(|name| renames.get(name).unwrap_or(name).clone()).collect();
        before.sort();
        let now = keys(new);
        if before == now {
            return;
        }
        let of_key = |field: &Field| field.primary_key && !before.contains(&field.snake());
        let pointer = match new.iter().position(of_key) {
            Some(index) => format!("{ROOT}/{index}/primaryKey"),
            None => ROOT.to_owned(),
        };
        let (before, now) = (list(&keys(old)), list(&now));
        let what = format!("the primary key was {before} and is {now}");
        self.add(Change::new(&rules::KEY_CHANGED, "schema.primaryKey", &pointer, what).values(Some(before), Some(now)));
    }

    fn added(&mut self, path: &str, pointer: &str, field: &Field, gone: &[&Field]) {
        let breaks = self.directions.backward && field.required && field.default.is_none();
        let manner = match (field.required, field.default.is_some()) {
            (true, false) => "required, without a default",
            (true, true) => "required, with a default",
            (false, _) => "optional",
        };
        let what = format!("the field is added, {manner}");
        let mut change = Change::new(&rules::FIELD_ADDED, path, pointer, what).values(None, Some(kind(field)));
        if breaks {
            change = change.class(Class::Major);
            change.consumers = Some("readers of the new schema stop at older data, which lacks the field".to_owned());
        } else if field.required && field.default.is_none() {
            change = change.warn();
        }
        // What looks like a rename, and would lose the data under the old name, is said where it can be mended.
        let alike = gone.iter().filter(|other| other.logical_type == field.logical_type).map(|other| other.snake());
        let alike: Vec<String> = alike.collect();
        let near = match alike.as_slice() {
            [only] => Some(only.as_str()),
            several => nearest(&field.snake(), several.iter().map(String::as_str)),
        };
        if let Some(near) = near {
            change.producer = Some(format!(
                "if this is `{near}` under another name, say `renamedFrom: [{near}]`, so that older data is found"
            ));
        }
        self.add(change);
    }

    fn removed(&mut self, path: &str, pointer: &str, field: &Field) {
        let what = "the field is removed".to_owned();
        self.add(Change::new(&rules::FIELD_REMOVED, path, pointer, what).values(Some(kind(field)), None));
    }

    /// Notes a change of the schema.
    fn add(&mut self, mut change: Change) {
        change.of_schema = true;
        self.changes.push(change);
    }

    /// The class of a change that is right where a direction is not protected.
    fn verdict(&self, readable: Verdict) -> Class {
        readable.class(self.directions)
    }
}

/// The path of a field in a record: of `price` in `schema.lines[]` it is `schema.lines[].price`.
pub(super) fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { format!("schema.{name}") } else { format!("{path}.{name}") }
}

/// The type as a change shows it: `long`, `long, optional`.
fn kind(field: &Field) -> String {
    format!("{}{}", field.logical_type, if field.required { "" } else { ", optional" })
}

fn list(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    }
}
