//! The names of the types inside a record, and those they had.

use super::pascal;
use crate::manifest::document::{Field, FieldName};

/// The most former names of one type. Each name that a field had is one, and so is each that a field around it had.
const MOST: usize = 64;

/// The name of a type. It grows with the path to its field, so that no two are alike, and so does a rename.
pub(super) struct Names {
    /// The name now.
    pub(super) now: String,
    /// The names before.
    former: Vec<String>,
    /// The namespace of the major version before, whose data readers of this one may still meet.
    before: Option<String>,
}

impl Names {
    /// The name of a row.
    pub(super) fn of_row(now: String, before: Option<String>) -> Self {
        Self { now, former: Vec::new(), before }
    }

    /// The name of the type that a field of this one may hold.
    pub(super) fn inside(&self, field: &Field) -> Self {
        let now = format!("{}{}", self.now, pascal(&field.snake()));
        let mut former: Vec<String> = Vec::new();
        for part in std::iter::once(field.snake()).chain(field.renamed_from.iter().map(FieldName::snake)) {
            for around in std::iter::once(&self.now).chain(&self.former) {
                let name = format!("{around}{}", pascal(&part));
                if name != now && !former.contains(&name) && former.len() < MOST {
                    former.push(name);
                }
            }
        }
        Self { now, former, before: self.before.clone() }
    }

    /// What the type is called in older data: in the namespace of this version, and in that of the one before. Without
    /// them a reader would find another type under the new name of a field.
    pub(super) fn aliases(&self) -> Vec<String> {
        let before = self.before.iter().flat_map(|space| self.former.iter().map(move |name| format!("{space}.{name}")));
        self.former.iter().cloned().chain(before).collect()
    }
}
