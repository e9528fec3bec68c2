//! Live versions: every major that is served is made of the same rows.
//!
//! The business logic gives one set of columns. The current contract is those columns; a field of an earlier version is
//! one of them under its former name or type, or what the manifest says under `columns`. What no current field stands
//! for any more is a retired column: the business logic goes on giving it until the version is removed.

use std::cmp::Reverse;

use super::document::{Field, Manifest, Previous};
use super::value::{LogicalType, Scalar, Text};

/// What a field of an earlier version is made of.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A column of the business logic: the field itself, or what became of it.
    Column(&'a Field),
    /// An expression (SQL) over the columns of the business logic.
    Expression(&'a Text),
}

impl Manifest {
    /// The earlier versions that are still served, newest first.
    pub fn previous(&self) -> Vec<&Previous> {
        let mut previous: Vec<&Previous> = self.spec.schema.previous.iter().collect();
        previous.sort_by_key(|one| Reverse(&one.version));
        previous
    }

    /// The name under which consumers read the current version.
    pub fn table(&self) -> String {
        let port = self.spec.output_ports.first();
        let given = port.and_then(|port| port.location.get("table")).and_then(|table| table.as_str());
        given.map_or_else(|| self.metadata.name.snake(), str::to_owned)
    }

    /// The columns that the business logic gives: the product's fields, then those that only earlier versions need.
    pub fn columns_of_logic(&self) -> Vec<&Field> {
        let mut columns: Vec<&Field> = self.spec.schema.fields.iter().collect();
        for previous in self.previous() {
            for field in &previous.fields {
                if let Source::Column(column) = self.source(previous, field)
                    && columns.iter().all(|known| known.snake() != column.snake())
                {
                    columns.push(column);
                }
            }
        }
        columns
    }

    /// What a field of an earlier version is made of.
    ///
    /// The field is followed through the versions between, as each of them renames it.
    pub fn source<'a>(&'a self, previous: &'a Previous, field: &'a Field) -> Source<'a> {
        let name = field.snake();
        if let Some((_, expression)) = previous.columns.iter().find(|(column, _)| column.snake() == name) {
            return Source::Expression(expression);
        }
        let newer = self.previous().into_iter().rev().filter(|one| one.version > previous.version);
        let newer = newer.map(|one| &*one.fields).chain([&*self.spec.schema.fields]);
        let mut found = (&*previous.fields, field);
        for fields in newer {
            if let Some(heir) = heir(found.0, found.1, fields) {
                found = (fields, heir);
            }
        }
        Source::Column(found.1)
    }
}

impl Previous {
    /// The fields as they are served now: what has turned out to be personal since is protected here, too.
    pub fn served(&self, manifest: &Manifest) -> Vec<Field> {
        let served = |field: &Field| {
            let mut served = field.clone();
            if let Source::Column(column) = manifest.source(self, field) {
                if is_personal(column) && !is_personal(field) {
                    served.pii = Some(true);
                    served.mask = field.mask.or(column.mask);
                }
                served.classification = field.classification.max(column.classification);
            }
            served
        };
        self.fields.iter().map(served).collect()
    }
}

/// Whether a field, or any member of it, was declared personal.
fn is_personal(field: &Field) -> bool {
    field.is_pii() || field.fields.iter().any(is_personal)
}

/// The field that a later version has in the place of one: under a new name if the later version says so.
fn heir<'a>(before: &[Field], field: &Field, after: &'a [Field]) -> Option<&'a Field> {
    let name = field.snake();
    let took = |one: &Field| one.renamed_from.iter().any(|former| former.snake() == name);
    // A rename that the earlier version speaks of as well happened before it.
    let is_new = |one: &Field| !before.iter().any(|old| old.snake() == one.snake() && took(old));
    let renamed = after.iter().find(|one| took(one) && is_new(one));
    renamed.or_else(|| after.iter().find(|one| one.snake() == name))
}

/// Whether a value of one field can be cast to the type of another without looking at the values.
pub fn turns_into(from: &Field, to: &Field) -> bool {
    use LogicalType::{Decimal, Enum, Scalar as Plain};
    use Scalar::{Boolean, Bytes, Date, Double, Float, Int, Json, Long, String, Time, Timestamp, TimestampNtz, Uuid};
    let number = |logical: &LogicalType| matches!(logical, Decimal { .. } | Plain(Int | Long | Float | Double));
    let instant = |logical: &LogicalType| matches!(logical, Plain(Timestamp | TimestampNtz));
    match (&from.logical_type, &to.logical_type) {
        // Members may differ although the types are called the same.
        (from_type, to_type) if !from.fields.is_empty() || !to.fields.is_empty() => {
            from_type == to_type && same_members(&from.fields, &to.fields)
        }
        (from_type, to_type) if from_type == to_type => true,
        (
            Enum
            | Decimal { .. }
            | Plain(Boolean | Int | Long | Float | Double | Date | Time | Timestamp | TimestampNtz | Uuid),
            Plain(String),
        )
        | (Plain(String), Enum)
        | (Plain(Timestamp | TimestampNtz), Plain(Date))
        | (Plain(Date), Plain(Timestamp | TimestampNtz)) => true,
        (Plain(Json | Bytes), _) => false,
        (from_type, to_type) => (number(from_type) && number(to_type)) || (instant(from_type) && instant(to_type)),
    }
}

fn same_members(from: &[Field], to: &[Field]) -> bool {
    from.len() == to.len()
        && from.iter().zip(to).all(|(from, to)| {
            from.snake() == to.snake() && from.logical_type == to.logical_type && same_members(&from.fields, &to.fields)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(yaml: &str) -> Vec<Field> {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[track_caller]
    fn expect(before: &str, after: &str, heirs: &[Option<&str>]) {
        let (before, after) = (fields(before), fields(after));
        let found: Vec<_> = before.iter().map(|field| heir(&before, field, &after).map(Field::snake)).collect();
        assert_eq!(found, heirs.iter().map(|one| one.map(str::to_owned)).collect::<Vec<_>>());
    }

    #[test]
    fn a_field_is_followed_under_its_new_name() {
        expect("[{name: a, type: int}]", "[{name: b, type: int, renamedFrom: [a]}]", &[Some("b")]);
        expect("[{name: a, type: int}]", "[{name: a, type: int}, {name: b, type: int}]", &[Some("a")]);
        expect("[{name: a, type: int}]", "[{name: b, type: int}]", &[None]);
        // The old name is given to something else.
        expect(
            "[{name: a, type: int}]",
            "[{name: a, type: int}, {name: b, type: int, renamedFrom: [a]}]",
            &[Some("b")],
        );
        expect(
            "[{name: a, type: int}, {name: b, type: int}]",
            "[{name: a, type: int, renamedFrom: [b]}, {name: b, type: int, renamedFrom: [a]}]",
            &[Some("b"), Some("a")],
        );
        // The rename is older than both, and the old name came back in between.
        let both = "[{name: a, type: int}, {name: b, type: int, renamedFrom: [a]}]";
        expect(both, both, &[Some("a"), Some("b")]);
    }

    #[test]
    fn some_types_turn_into_others() {
        let yes = |from: &str, to: &str| {
            let field = |kind: &str| fields(&format!("[{{name: a, type: '{kind}'}}]")).remove(0);
            turns_into(&field(from), &field(to))
        };
        for (from, to) in [("int", "int"), ("decimal(12,2)", "long"), ("long", "string"), ("timestamp", "date")] {
            assert!(yes(from, to), "{from} → {to}");
        }
        for (from, to) in
            [("string", "long"), ("json", "string"), ("map<int>", "string"), ("array<int>", "array<long>")]
        {
            assert!(!yes(from, to), "{from} → {to}");
        }
    }
}
