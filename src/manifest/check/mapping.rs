//! Every field of the product comes from somewhere.

use super::Check;
use crate::diagnostics::Rule;
use crate::manifest::Manifest;
use crate::manifest::document::{Field, Transformation};
use crate::manifest::name::Name;

/// Every field comes from somewhere.
pub(super) static UNMAPPED: Rule = Rule::new(
    "schema/unmapped",
    "Every field of the product comes from an input port",
    "a field that nothing fills would be empty in every row, and the product would not build",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    let steps: Vec<(usize, &Transformation)> =
        manifest.spec.lineage.transformations.iter().enumerate().filter(|(_, step)| step.from.is_some()).collect();
    if steps.is_empty() {
        let Some(first) = manifest.spec.input_ports.first() else { return };
        for field in missing(check, &first.name, None) {
            check.report(
                &UNMAPPED,
                place(check.manifest, &field),
                format!("`{field}` comes from nowhere: the input port `{}` has no such column", first.name),
                format!("add it to the port's `fields` (a source's column takes the name by `as: {field}`), or say how it is made under `lineage.transformations`"),
            );
        }
        return;
    }
    for (index, step) in steps {
        let Some(from) = &step.from else { continue };
        for field in missing(check, from, Some(step)) {
            check.report(
                &UNMAPPED,
                format!("/spec/lineage/transformations/{index}/columns"),
                format!(
                    "the transformation `{}` does not say how `{field}` is made, and `{from}` has no such column",
                    step.name
                ),
                format!("add `{field}: <SQL expression>` to its `columns`"),
            );
        }
    }
}

/// Where the name of a field stands: in the contract, else in the first earlier version that still needs it.
fn place(manifest: &Manifest, name: &str) -> String {
    let schema = &manifest.spec.schema;
    let previous = schema.previous.iter().enumerate();
    let earlier = previous.map(|(index, one)| (format!("/spec/schema/previous/{index}/fields"), &one.fields));
    let mut lists = std::iter::once(("/spec/schema/fields".to_owned(), &schema.fields)).chain(earlier);
    let found = lists.find_map(|(at, fields)| {
        let index = fields.iter().position(|field| field.snake() == name)?;
        Some(format!("{at}/{index}/name"))
    });
    found.unwrap_or_else(|| "/spec/schema/fields".to_owned())
}

/// The fields of the product, and those that earlier versions still need, that neither the step nor its input port has.
fn missing(check: &Check<'_>, from: &Name, step: Option<&Transformation>) -> Vec<String> {
    let manifest = check.manifest;
    let Some(port) = manifest.spec.input_ports.iter().find(|port| port.name == *from) else { return Vec::new() };
    let available: Vec<String> = manifest.columns(port).into_iter().map(Field::snake).collect();
    let made = |field: &str| step.is_some_and(|step| step.columns.keys().any(|name| name.snake() == field));
    check.column_names().into_iter().filter(|field| !available.contains(field) && !made(field)).collect()
}
