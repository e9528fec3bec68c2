//! Fields: keys, parts of types, masks, references.

use super::{Check, all_fields};
use crate::diagnostics::{Rule, did_you_mean, shown};
use crate::manifest::Manifest;
use crate::manifest::document::{Field, Mask, Reference};
use crate::manifest::value::{LogicalType, Scalar};

/// A product has a primary key.
pub(super) static PRIMARY_KEY: Rule = Rule::new(
    "schema/primary-key",
    "A product has a primary key",
    "without one nobody can say what a row is, or tell a repeated row from a new one",
);
/// A key has a value in every row.
pub(super) static KEY_REQUIRED: Rule = Rule::new(
    "schema/key-required",
    "A field of the primary key is required",
    "a row without its key cannot be told from another",
);
/// Types have their parts.
pub(super) static PARTS: Rule = Rule::new(
    "schema/parts",
    "An enum has its symbols, a struct its fields, and no other type has them",
    "the parts are half of the type: without them no schema can be rendered",
);
/// Symbols of an enum are names.
pub(super) static SYMBOLS: Rule = Rule::new(
    "schema/symbols",
    "The symbols of an enum are different, and names in Avro's sense",
    "Avro 1.12 (\"Enums\") requires unique symbols that match [A-Za-z_][A-Za-z0-9_]*",
);
/// Masks fit their field.
pub(super) static MASK: Rule = Rule::new(
    "schema/mask",
    "A mask stands on a personal field, and fits its type",
    "a mask that does nothing gives a false sense of safety",
);
/// References lead somewhere.
pub(super) static REFERENCE: Rule = Rule::new(
    "schema/reference",
    "A reference names a field of an input port, and does not lead back to itself",
    "the reference becomes a test and shapes the sample data; both need its target",
);

pub(super) fn check(check: &mut Check<'_>) {
    let schema = &check.manifest.spec.schema;
    let previous = schema.previous.iter().enumerate();
    let earlier = previous.map(|(index, one)| (format!("/spec/schema/previous/{index}/fields"), &one.fields));
    for (at, fields) in std::iter::once(("/spec/schema/fields".to_owned(), &schema.fields)).chain(earlier) {
        if fields.iter().all(|field| !field.primary_key) {
            check.report(
                &PRIMARY_KEY,
                at,
                "no field is the primary key",
                "add `primaryKey: true` and `required: true` to the field that tells rows apart",
            );
        }
    }
    let mut circles = Vec::new();
    for (pointer, field) in all_fields(check.manifest) {
        if field.primary_key && !field.required && pointer.starts_with("/spec/schema") {
            check.report(
                &KEY_REQUIRED,
                format!("{pointer}/primaryKey"),
                format!("`{}` is the primary key and not required", field.name),
                "add `required: true`",
            );
        }
        parts(check, &pointer, field);
        mask(check, &pointer, field);
        reference(check, &pointer, field, &mut circles);
    }
}

fn parts(check: &mut Check<'_>, pointer: &str, field: &Field) {
    let name = &field.name;
    let leaf = field.logical_type.leaf();
    match leaf {
        LogicalType::Enum if field.accepted.is_empty() => {
            check.report(
                &PARTS,
                pointer,
                format!("`{name}` is an enum without symbols"),
                "list them: `enum: [FIRST, SECOND]`",
            );
        }
        LogicalType::Struct if field.fields.is_empty() => {
            check.report(&PARTS, pointer, format!("`{name}` is a struct without fields"), "list them under `fields`");
        }
        _ => {}
    }
    if !field.fields.is_empty() && *leaf != LogicalType::Struct {
        check.report(
            &PARTS,
            format!("{pointer}/fields"),
            format!("`{name}` has fields and is no struct but `{}`", field.logical_type),
            "make it `type: struct`, or remove `fields`",
        );
    }
    if field.accepted.is_empty() {
        return;
    }
    match leaf {
        LogicalType::Enum => symbols(check, pointer, field),
        LogicalType::Scalar(Scalar::String) => {}
        _ => check.report(
            &PARTS,
            format!("{pointer}/enum"),
            format!("`{name}` lists values and is `{}`", field.logical_type),
            "make it `type: enum` or `type: string`, or remove `enum`",
        ),
    }
}

/// Whether a text is a name in Avro's sense.
pub fn is_symbol(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn symbols(check: &mut Check<'_>, pointer: &str, field: &Field) {
    for (index, symbol) in field.accepted.iter().enumerate() {
        let at = format!("{pointer}/enum/{index}");
        if !is_symbol(symbol) {
            let help = "use letters, digits and `_`; or make the field `type: string`, where any text is accepted";
            check.report(&SYMBOLS, at, format!("`{}` cannot be a symbol", shown(symbol)), help);
        } else if field.accepted[..index].contains(symbol) {
            check.report(&SYMBOLS, at, format!("the symbol `{}` stands twice", shown(symbol)), "remove one of them");
        }
    }
}

fn mask(check: &mut Check<'_>, pointer: &str, field: &Field) {
    let Some(mask) = field.mask else { return };
    let at = format!("{pointer}/mask");
    if !field.is_pii() {
        check.report(
            &MASK,
            at,
            format!("`{}` has a mask and is not marked as personal", field.name),
            "add `pii: true`, or remove `mask`",
        );
    } else if mask != Mask::Null && field.logical_type != LogicalType::Scalar(Scalar::String) {
        check.report(
            &MASK,
            at,
            format!("`{}` is `{}`; only text can be masked by `{}`", field.name, field.logical_type, mask.as_str()),
            "use `mask: null`",
        );
    }
}

fn reference<'a>(check: &mut Check<'a>, pointer: &str, field: &'a Field, circles: &mut Vec<&'a Reference>) {
    let Some(reference) = &field.references else { return };
    let at = format!("{pointer}/references");
    let manifest = check.manifest;
    let ports = &manifest.spec.input_ports;
    let Some(port) = ports.iter().find(|port| port.name == reference.port) else {
        let known = ports.iter().map(|port| port.name.as_str());
        check.report(
            &REFERENCE,
            at,
            format!("there is no input port `{}`", reference.port),
            did_you_mean(reference.port.as_str(), known),
        );
        return;
    };
    let targets = manifest.columns(port);
    if targets.iter().all(|target| target.snake() != reference.field.snake()) {
        let known: Vec<String> = targets.iter().map(|target| target.snake()).collect();
        check.report(
            &REFERENCE,
            at,
            format!("the input port `{}` has no field `{}`", port.name, reference.field),
            did_you_mean(reference.field.as_str(), known.iter().map(String::as_str)),
        );
        return;
    }
    let Some(circle) = circle(manifest, reference) else { return };
    if circle.iter().any(|step| circles.contains(step)) {
        return;
    }
    let steps: Vec<String> = circle.iter().chain(circle.first()).map(|step| format!("`{step}`")).collect();
    circles.extend(circle);
    check.report(
        &REFERENCE,
        at,
        format!("the reference of `{}` leads back to itself: {}", field.name, steps.join(" → ")),
        "remove one of the references of the circle",
    );
}

/// The references that are followed from `first` until it comes again.
fn circle<'a>(manifest: &'a Manifest, first: &'a Reference) -> Option<Vec<&'a Reference>> {
    let mut seen = Vec::new();
    let mut reference = first;
    while !seen.contains(&reference) {
        seen.push(reference);
        let port = manifest.spec.input_ports.iter().find(|port| port.name == reference.port)?;
        let target = manifest.columns(port).into_iter().find(|target| target.snake() == reference.field.snake())?;
        reference = target.references.as_ref()?;
    }
    (reference == first).then_some(seen)
}
