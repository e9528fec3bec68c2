//! Whether the default of a field is a value of its type (Avro 1.12, table "field default values").

use serde_json::Value as Json;

use super::Problem;
use super::schema::{Definition, Kind, Primitive, Schema, Type};

/// The defaults that are no value of their field's type.
pub(super) fn problems(schema: &Schema) -> Vec<Problem> {
    let records = schema.named.values().filter_map(|named| match &named.definition {
        Definition::Record(fields) => Some(fields),
        Definition::Enum { .. } | Definition::Fixed { .. } => None,
    });
    let mut problems: Vec<Problem> = records
        .flatten()
        .filter_map(|field| {
            let default = field.default.as_ref()?;
            (!is_value(schema, &field.shape, default)).then(|| Problem {
                pointer: format!("{}/default", field.pointer),
                message: format!("{default} is no {}", expected(&field.shape)),
            })
        })
        .collect();
    problems.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    problems
}

/// What a default must be: of a union, a value of the first branch.
fn expected(field_type: &Type) -> String {
    match &field_type.kind {
        Kind::Union(branches) => match branches.first() {
            Some(first) => format!("{first}, the first branch of the union"),
            None => "value of an empty union".to_owned(),
        },
        _ => field_type.to_string(),
    }
}

fn is_value(schema: &Schema, of: &Type, value: &Json) -> bool {
    match &of.kind {
        Kind::Primitive(primitive) => is_primitive(*primitive, value),
        Kind::Array(items) => {
            value.as_array().is_some_and(|values| values.iter().all(|value| is_value(schema, items, value)))
        }
        Kind::Map(values) => {
            value.as_object().is_some_and(|entries| entries.values().all(|value| is_value(schema, values, value)))
        }
        Kind::Union(branches) => branches.first().is_some_and(|first| is_value(schema, first, value)),
        Kind::Named(name) => schema.named.get(name).is_some_and(|named| is_named(schema, &named.definition, value)),
    }
}

fn is_primitive(primitive: Primitive, value: &Json) -> bool {
    match primitive {
        Primitive::Null => value.is_null(),
        Primitive::Boolean => value.is_boolean(),
        Primitive::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Primitive::Long => value.is_i64(),
        Primitive::Float | Primitive::Double => value.is_number(),
        Primitive::Bytes => bytes(value).is_some(),
        Primitive::String => value.is_string(),
    }
}

fn is_named(schema: &Schema, definition: &Definition, value: &Json) -> bool {
    match definition {
        Definition::Record(fields) => value.as_object().is_some_and(|given| {
            fields.iter().all(|field| match given.get(&field.name) {
                Some(value) => is_value(schema, &field.shape, value),
                None => field.default.is_some(),
            })
        }),
        Definition::Enum { symbols, .. } => {
            value.as_str().is_some_and(|text| symbols.iter().any(|symbol| symbol == text))
        }
        Definition::Fixed { size } => bytes(value).is_some_and(|bytes| bytes == *size),
    }
}

/// The number of bytes in a text that writes each as one code point.
fn bytes(value: &Json) -> Option<u64> {
    let text = value.as_str()?;
    text.chars().all(|letter| u32::from(letter) <= 0xff).then(|| text.chars().count() as u64)
}
