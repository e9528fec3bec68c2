//! Defaults and examples are values of their field's type.

use serde_json::Value as Json;

use super::{Check, all_fields};
use crate::avro::unscaled;
use crate::diagnostics::{Rule, did_you_mean};
use crate::manifest::document::Field;
use crate::manifest::value::{LogicalType, Scalar};

/// A default is a value of the field's type.
pub(super) static DEFAULT: Rule = Rule::new(
    "schema/default",
    "A default is a value of the field's type, of a type that can have one",
    "readers put the default in place of a missing value (Avro 1.12, \"Schema Resolution\")",
);
/// An example is a value of the field's type.
pub(super) static EXAMPLE: Rule = Rule::new(
    "schema/example",
    "An example is a value of the field's type",
    "sample data is made from the examples, and would not load",
);

pub(super) fn check(check: &mut Check<'_>) {
    for (pointer, field) in all_fields(check.manifest) {
        if let Some(default) = &field.default {
            let at = format!("{pointer}/default");
            if let Err(reason) = fits(&field.logical_type, field, default) {
                check.report(
                    &DEFAULT,
                    at,
                    format!("the default of `{}` {reason}", field.name),
                    kind_of_value(field, default),
                );
            } else if has_temporal(&field.logical_type, field) {
                let help = "remove the default; readers are better served by no value than by an invented instant";
                check.report(
                    &DEFAULT,
                    at,
                    format!("`{}` is `{}`, which cannot have a default", field.name, field.logical_type),
                    help,
                );
            }
        }
        for (index, example) in field.examples.iter().enumerate() {
            if let Err(reason) = fits(&field.logical_type, field, example) {
                check.report(
                    &EXAMPLE,
                    format!("{pointer}/examples/{index}"),
                    format!("an example of `{}` {reason}", field.name),
                    kind_of_value(field, example),
                );
            } else if example == "" {
                check.report(
                    &EXAMPLE,
                    format!("{pointer}/examples/{index}"),
                    format!(
                        "an example of `{}` is empty, which in sample data means that there is no value",
                        field.name
                    ),
                    "give a value, or leave it out",
                );
            }
        }
    }
}

/// What to write instead of `value`.
fn kind_of_value(field: &Field, value: &Json) -> String {
    let example = match field.logical_type.leaf() {
        _ if !field.accepted.is_empty() => {
            return did_you_mean(value.as_str().unwrap_or_default(), field.accepted.iter().map(|symbol| &**symbol));
        }
        LogicalType::Scalar(Scalar::Date) => ", as in `2025-01-31`",
        LogicalType::Scalar(Scalar::Time) => ", as in `10:30:00`",
        LogicalType::Scalar(Scalar::Timestamp) => ", as in `2025-01-31T10:30:00Z`",
        LogicalType::Scalar(Scalar::TimestampNtz) => ", as in `2025-01-31T10:30:00`",
        LogicalType::Scalar(Scalar::Uuid) => ", as in `9f4c1a52-7f8e-4b8e-9d3c-2f1f0b6f9a11`",
        LogicalType::Scalar(Scalar::Int) => ": a number from -2147483648 to 2147483647",
        _ => "",
    };
    format!("give a value of the type `{}`{example}", field.logical_type)
}

fn has_temporal(logical: &LogicalType, field: &Field) -> bool {
    match logical.leaf() {
        LogicalType::Scalar(Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::TimestampNtz) => {
            !matches!(logical, LogicalType::Array(_) | LogicalType::Map(_))
                || !field.default.as_ref().is_some_and(is_empty)
        }
        _ => false,
    }
}

fn is_empty(value: &Json) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// Says why a value is none that the field can have.
pub fn value_fits(field: &Field, value: &Json) -> Result<(), String> {
    fits(&field.logical_type, field, value)
}

/// Says why a value is none of a type.
fn fits(logical: &LogicalType, field: &Field, value: &Json) -> Result<(), String> {
    // As JSON, in which a C1 control character would still reach the terminal.
    let harmless = |c: char| if c.is_control() { c.escape_unicode().to_string() } else { c.to_string() };
    let shown = || value.to_string().chars().take(60).map(harmless).collect::<String>();
    let wrong = || Err(format!("is `{}`, which is no {logical}", shown()));
    let when = |ok: bool| if ok { Ok(()) } else { wrong() };
    match logical {
        LogicalType::Scalar(scalar) => {
            when(scalar_fits(*scalar, value) && (field.accepted.is_empty() || accepted(field, value)))
        }
        LogicalType::Decimal { precision, scale } => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let digits = unscaled(&text, *scale).map(|number| number.unsigned_abs().to_string().len());
            when(
                (value.is_string() || value.is_number())
                    && digits.is_some_and(|digits| digits <= usize::from(*precision)),
            )
        }
        LogicalType::Enum if accepted(field, value) => Ok(()),
        LogicalType::Enum => Err(format!("is `{}`, which is none of its symbols", shown())),
        LogicalType::Array(item) => match value {
            Json::Array(items) => items.iter().try_for_each(|one| fits(item, field, one)),
            _ => wrong(),
        },
        LogicalType::Map(item) => match value {
            Json::Object(entries) => entries.values().try_for_each(|one| fits(item, field, one)),
            _ => wrong(),
        },
        LogicalType::Struct => {
            let Json::Object(entries) = value else { return wrong() };
            if let Some(key) =
                entries.keys().find(|key| field.fields.iter().all(|member| member.name.as_str() != key.as_str()))
            {
                return Err(format!("has `{}`, which is no field of the struct", crate::diagnostics::shown(key)));
            }
            field.fields.iter().try_for_each(|member| match entries.get(member.name.as_str()) {
                Some(one) if !one.is_null() || member.required => fits(&member.logical_type, member, one),
                None if member.required && member.default.is_none() => {
                    Err(format!("lacks the required `{}`", member.name))
                }
                _ => Ok(()),
            })
        }
    }
}

fn accepted(field: &Field, value: &Json) -> bool {
    value.as_str().is_some_and(|text| field.accepted.iter().any(|symbol| &**symbol == text))
}

fn scalar_fits(scalar: Scalar, value: &Json) -> bool {
    let text = |check: fn(&str) -> bool| value.as_str().is_some_and(check);
    match scalar {
        Scalar::String => text(|text| text.parse::<crate::manifest::value::Text>().is_ok() || text.is_empty()),
        Scalar::Bytes => text(str::is_ascii),
        Scalar::Boolean => value.is_boolean(),
        Scalar::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::Long => value.is_i64(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::Date => text(|text| text.parse::<jiff::civil::Date>().is_ok()),
        Scalar::Time => text(|text| text.parse::<jiff::civil::Time>().is_ok()),
        Scalar::Timestamp => text(|text| text.parse::<jiff::Timestamp>().is_ok()),
        Scalar::TimestampNtz => text(|text| text.parse::<jiff::civil::DateTime>().is_ok()),
        Scalar::Uuid => text(is_uuid),
        Scalar::Json => true,
    }
}

/// The textual form of RFC 9562, §4.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
