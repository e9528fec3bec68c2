//! Every field of the product comes from somewhere.

use super::Check;
use crate::diagnostics::Rule;
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
            let pointer = format!("/spec/schema/fields/{}/name", position(check, &field));
            check.report(
                &UNMAPPED,
                pointer,
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

fn position(check: &Check<'_>, field: &str) -> usize {
    check.fields().iter().position(|other| other.snake() == field).unwrap_or(0)
}

/// The fields of the product that neither the step nor its input port has.
fn missing(check: &Check<'_>, from: &Name, step: Option<&Transformation>) -> Vec<String> {
    let manifest = check.manifest;
    let Some(port) = manifest.spec.input_ports.iter().find(|port| port.name == *from) else { return Vec::new() };
    let available: Vec<String> = manifest.columns(port).iter().map(Field::snake).collect();
    let made = |field: &str| step.is_some_and(|step| step.columns.keys().any(|name| name.snake() == field));
    check.field_names().into_iter().filter(|field| !available.contains(field) && !made(field)).collect()
}
