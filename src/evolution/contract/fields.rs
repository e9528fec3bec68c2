//! Fields that came, went, or changed.

use super::{Change, Class, Directions, rules};
use crate::manifest::document::{Evolution, Field};

pub(super) fn compare(old: &[Field], new: &[Field], mode: Evolution, changes: &mut Vec<Change>) {
    let directions = Directions::from(mode);
    let root = "/spec/schema/fields";
    for field in old {
        let name = field.snake();
        if new.iter().all(|other| other.snake() != name) {
            let what = format!("the field `{name}` is removed");
            changes.push(Change::new(&rules::FIELD_REMOVED, &format!("schema.{name}"), root, what));
        }
    }
    for (index, field) in new.iter().enumerate() {
        let name = field.snake();
        if old.iter().all(|other| other.snake() != name) {
            let what = format!("the field `{name}` is added");
            let breaks = directions.backward && field.required && field.default.is_none();
            let class = if breaks { Class::Major } else { Class::Minor };
            let pointer = format!("{root}/{index}");
            changes.push(Change::new(&rules::FIELD_ADDED, &format!("schema.{name}"), &pointer, what).class(class));
        }
    }
    for change in changes {
        change.of_schema = true;
    }
}
