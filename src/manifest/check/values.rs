//! Defaults and examples are values of their field's type.

use serde_json::Value as Json;

use super::{Check, all_fields};
use crate::avro::unscaled;
use crate::diagnostics::Rule;
use crate::manifest::document::Field;
use crate::manifest::value::{LogicalType, Scalar};

/// A default is a value of the field's type.
pub(super) const DEFAULT: Rule = Rule {
    id: "schema/default",
    summary: "A default is a value of the field's type, of a type that can have one",
    why: "readers put the default in place of a missing value (Avro 1.12, \"Schema Resolution\")",
};
/// An example is a value of the field's type.
pub(super) const EXAMPLE: Rule = Rule {
    id: "schema/example",
    summary: "An example is a value of the field's type",
    why: "sample data is made from the examples, and would not load",
};

pub(super) fn check(check: &mut Check<'_>) {
    for (pointer, field) in all_fields(check.manifest) {
        if let Some(default) = &field.default {
            let at = format!("{pointer}/default");
            if let Err(reason) = fits(&field.logical_type, field, default) {
                check.report(
                    &DEFAULT,
                    at,
                    format!("the default of `{}` {reason}", field.name),
                    format!("give a value of the type `{}`", field.logical_type),
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
                    format!("give values of the type `{}`", field.logical_type),
                );
            }
        }
    }
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

/// Says why a value is none of a type.
fn fits(logical: &LogicalType, field: &Field, value: &Json) -> Result<(), String> {
    let shown: String = value.to_string().chars().take(60).collect();
    let wrong = || Err(format!("is `{shown}`, which is no {logical}"));
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
        LogicalType::Enum => when(accepted(field, value)),
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
                return Err(format!("has `{}`, which is no field of the struct", key.escape_debug()));
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
