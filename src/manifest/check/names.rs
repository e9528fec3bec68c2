//! Names: reserved words, and names that become one when they are written in another form.

use std::collections::HashMap;

use super::Check;
use crate::diagnostics::Rule;
use crate::manifest::document::Field;
use crate::manifest::name::{Name, suggest};

/// No name is a reserved word of SQL.
pub(super) static RESERVED: Rule = Rule::new(
    "name/reserved",
    "No product or field is named by a reserved word of SQL",
    "a reserved word would have to be quoted in every query that consumers write",
);
/// No two names are one.
pub(super) static COLLISION: Rule = Rule::new(
    "name/collision",
    "No two names of one list are the same once they are normalised",
    "each language gets its own form of a name, and there these two would be one",
);
/// Fields of a product follow the grammar of names.
pub(super) static GRAMMAR: Rule = Rule::new(
    "name/grammar",
    "The fields of a product are named in kebab-case or snake_case",
    "consumers see these names in every language; only an input port keeps the names of its source",
);

/// Words that at least one of the warehouses reserves and that no column can be called without quotes: the
/// reserved words of SQL:2016 that BigQuery, Snowflake, PostgreSQL, DuckDB or Athena reserve too.
const WORDS: &[&str] = &[
    "all",
    "alter",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "cube",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "delete",
    "desc",
    "describe",
    "distinct",
    "drop",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "following",
    "for",
    "foreign",
    "from",
    "full",
    "grant",
    "group",
    "grouping",
    "having",
    "if",
    "in",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "new",
    "not",
    "null",
    "of",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "preceding",
    "primary",
    "range",
    "recursive",
    "references",
    "right",
    "rollup",
    "row",
    "rows",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "struct",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "unbounded",
    "union",
    "unique",
    "unnest",
    "update",
    "user",
    "using",
    "values",
    "when",
    "where",
    "window",
    "with",
    "within",
];

/// Whether a name is a reserved word of SQL.
pub fn is_reserved(name: &str) -> bool {
    WORDS.binary_search(&name).is_ok()
}

pub(super) fn check(check: &mut Check<'_>) {
    let name = &check.manifest.metadata.name;
    reserved(check, "/metadata/name", &name.snake(), name.as_str());
    for (pointer, field) in super::all_fields(check.manifest) {
        if pointer.starts_with("/spec/schema") {
            let written = field.name.as_str();
            reserved(check, &format!("{pointer}/name"), &field.snake(), written);
            if written.parse::<Name>().is_err() {
                let help = suggest(written).map_or_else(
                    || "use lower-case letters, digits and `_`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                check.report(
                    &GRAMMAR,
                    format!("{pointer}/name"),
                    format!("`{written}` is no name for a field of a product"),
                    help,
                );
            }
        }
    }
    field_collisions(check, "/spec/schema/fields", check.fields());
    let manifest = check.manifest;
    for (index, previous) in manifest.spec.schema.previous.iter().enumerate() {
        field_collisions(check, &format!("/spec/schema/previous/{index}/fields"), &previous.fields);
    }
    for (index, port) in manifest.spec.input_ports.iter().enumerate() {
        field_collisions(check, &format!("/spec/inputPorts/{index}/fields"), &port.fields);
        // A column of the source that is read under two names would be one column of its sample twice.
        let mut seen = std::collections::HashSet::new();
        for (at, field) in port.fields.iter().enumerate() {
            let renamed = port.fields.iter().any(|other| other.name == field.name && other.rename.is_some());
            if !seen.insert(field.name.as_str()) && renamed {
                check.report(
                    &COLLISION,
                    format!("/spec/inputPorts/{index}/fields/{at}/name"),
                    format!("the column `{}` of the source is read twice", field.name),
                    "read it once, and give the second name in a transformation",
                );
            }
        }
    }
    let inputs = manifest.spec.input_ports.iter().map(|port| (port.name.snake(), port.name.as_str()));
    collisions(check, "input port", inputs, |index| format!("/spec/inputPorts/{index}/name"));
    let outputs = manifest.spec.output_ports.iter().map(|port| (port.name.snake(), port.name.as_str()));
    collisions(check, "output port", outputs, |index| format!("/spec/outputPorts/{index}/name"));
    let steps = manifest.spec.lineage.transformations.iter().map(|step| (step.name.snake(), step.name.as_str()));
    collisions(check, "transformation", steps, |index| format!("/spec/lineage/transformations/{index}/name"));
    let roles = manifest.spec.access.roles.iter().map(|role| (role.name.snake(), role.name.as_str()));
    collisions(check, "role", roles, |index| format!("/spec/access/roles/{index}/name"));
}

fn reserved(check: &mut Check<'_>, pointer: &str, snake: &str, written: &str) {
    if is_reserved(snake) {
        check.report(
            &RESERVED,
            pointer,
            format!("`{written}` is a reserved word of SQL"),
            format!("add a word that says which: `{snake}_id`, `{snake}_name`, …"),
        );
    }
}

fn field_collisions(check: &mut Check<'_>, pointer: &str, fields: &[Field]) {
    let names = fields.iter().map(|field| (field.snake(), field.name.as_str()));
    collisions(check, "field", names, |index| format!("{pointer}/{index}/name"));
    for (index, field) in fields.iter().enumerate() {
        field_collisions(check, &format!("{pointer}/{index}/fields"), &field.fields);
    }
}

fn collisions<'a>(
    check: &mut Check<'_>,
    what: &str,
    names: impl Iterator<Item = (String, &'a str)>,
    pointer: impl Fn(usize) -> String,
) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (index, (normal, written)) in names.enumerate() {
        match seen.get(&normal) {
            Some(first) if *first == written => {
                check.report(
                    &COLLISION,
                    pointer(index),
                    format!("there are two {what}s named `{written}`"),
                    "remove one of them, or give it another name",
                );
            }
            Some(first) => {
                let message = format!("the {what}s `{first}` and `{written}` are both `{normal}` in SQL");
                check.report(&COLLISION, pointer(index), message, "give one of them another name");
            }
            None => {
                seen.insert(normal, written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_are_sorted_for_the_search() {
        assert!(super::WORDS.is_sorted());
    }
}
