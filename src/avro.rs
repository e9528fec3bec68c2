//! The Avro schema of a product's rows, by the Apache Avro 1.12 specification.

mod names;

use serde_json::{Map, Value as Json, json};

use crate::manifest::Manifest;
use crate::manifest::document::{Field, Previous};
use crate::manifest::name::Name;
use crate::manifest::value::{LogicalType, Scalar};
use names::Names;

/// The symbol that readers fall back to when they meet one they do not know. Without it, adding a
/// symbol would break every deployed reader (Avro 1.12, "Schema Resolution", enums).
pub const UNKNOWN: &str = "UNKNOWN";

/// The record schema of one row: `<namespace>.<domain>.<product>.v<major>`, a field per field.
pub fn schema(manifest: &Manifest, namespace: &str) -> Json {
    record(manifest, manifest.metadata.version.major(), &manifest.spec.schema.fields, namespace)
}

/// The record schema of a row of an earlier version that is still served.
pub fn previous(manifest: &Manifest, previous: &Previous, namespace: &str) -> Json {
    record(manifest, previous.version.major(), &previous.served(manifest), namespace)
}

fn record(manifest: &Manifest, major: u64, fields: &[Field], namespace: &str) -> Json {
    let metadata = &manifest.metadata;
    let name = metadata.name.pascal();
    let space = |major: u64| {
        let parts = [namespace.to_owned(), metadata.domain.snake(), metadata.name.snake(), format!("v{major}")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    };
    json!({
        "type": "record",
        "name": name,
        "namespace": space(major),
        "doc": manifest.spec.description.trim(),
        "fields": self::fields(fields, &Names::of_row(name.clone(), major.checked_sub(1).map(space))),
    })
}

fn fields(fields: &[Field], record: &Names) -> Vec<Json> {
    fields.iter().map(|field| field_schema(field, record)).collect()
}

fn field_schema(field: &Field, record: &Names) -> Json {
    let name = field.snake();
    let inner = type_schema(&field.logical_type, field, &record.inside(field));
    let default = field.default.as_ref().map(|value| default(&field.logical_type, field, value));
    let (schema, default) = match (field.required, default) {
        (true, default) => (inner, default),
        (false, None) => (json!(["null", inner]), Some(Json::Null)),
        // A default is a value of the union's first branch.
        (false, Some(value)) => (json!([inner, "null"]), Some(value)),
    };
    let mut out = Map::new();
    out.insert("name".into(), name.into());
    out.insert("type".into(), schema);
    out.insert("doc".into(), doc(field).into());
    if let Some(default) = default {
        out.insert("default".into(), default);
    }
    if !field.renamed_from.is_empty() {
        out.insert(
            "aliases".into(),
            field.renamed_from.iter().map(crate::manifest::document::FieldName::snake).collect(),
        );
    }
    if let Some(classification) = field.classification {
        out.insert("classification".into(), classification.as_str().into());
    }
    if field.is_pii() {
        out.insert("pii".into(), true.into());
        out.insert("confluent:tags".into(), json!(["PII"]));
    }
    Json::Object(out)
}

fn pascal(snake: &str) -> String {
    snake.parse::<Name>().map_or_else(|_| snake.to_owned(), |name| name.pascal())
}

/// The description, or the name in words where there is none: every field has a `doc`.
fn doc(field: &Field) -> String {
    let words = || field.snake().parse::<Name>().map_or_else(|_| field.snake(), |name| name.title());
    field.description.as_ref().map_or_else(words, |description| description.trim().to_owned())
}

/// The schema of a type. `name` is for the named type that it may hold; nested names grow with their
/// path, so that no two are alike.
fn type_schema(logical: &LogicalType, field: &Field, names: &Names) -> Json {
    match logical {
        LogicalType::Scalar(scalar) => scalar_schema(*scalar),
        LogicalType::Decimal { precision, scale } => decimal_schema(*precision, *scale),
        LogicalType::Enum => {
            let mut symbols: Vec<&str> = field.accepted.iter().map(|symbol| &**symbol).collect();
            if !symbols.contains(&UNKNOWN) {
                symbols.push(UNKNOWN);
            }
            named("enum", names, [("symbols", json!(symbols)), ("default", UNKNOWN.into())])
        }
        LogicalType::Struct => named("record", names, [("fields", fields(&field.fields, names).into())]),
        LogicalType::Array(item) => json!({ "type": "array", "items": type_schema(item, field, names) }),
        LogicalType::Map(value) => json!({ "type": "map", "values": type_schema(value, field, names) }),
    }
}

/// A type with a name, and the names that it had.
fn named<const N: usize>(kind: &str, names: &Names, parts: [(&str, Json); N]) -> Json {
    let aliases = names.aliases();
    let aliases = (!aliases.is_empty()).then(|| ("aliases", Json::from(aliases)));
    let head = [("type", kind.into()), ("name", names.now.clone().into())];
    let parts = head.into_iter().chain(aliases).chain(parts);
    Json::Object(parts.map(|(key, value)| (key.to_owned(), value)).collect())
}

/// The schema of a type that has no parts.
pub(crate) fn leaf(logical: &LogicalType) -> Option<Json> {
    match logical {
        LogicalType::Scalar(scalar) => Some(scalar_schema(*scalar)),
        LogicalType::Decimal { precision, scale } => Some(decimal_schema(*precision, *scale)),
        LogicalType::Enum | LogicalType::Struct | LogicalType::Array(_) | LogicalType::Map(_) => None,
    }
}

fn decimal_schema(precision: u8, scale: u8) -> Json {
    json!({ "type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale })
}

fn scalar_schema(scalar: Scalar) -> Json {
    match scalar {
        Scalar::String | Scalar::Json => json!("string"),
        Scalar::Boolean => json!("boolean"),
        Scalar::Int => json!("int"),
        Scalar::Long => json!("long"),
        Scalar::Float => json!("float"),
        Scalar::Double => json!("double"),
        Scalar::Bytes => json!("bytes"),
        Scalar::Date => json!({ "type": "int", "logicalType": "date" }),
        Scalar::Time => json!({ "type": "long", "logicalType": "time-micros" }),
        Scalar::Timestamp => json!({ "type": "long", "logicalType": "timestamp-micros" }),
        Scalar::TimestampNtz => json!({ "type": "long", "logicalType": "local-timestamp-micros" }),
        Scalar::Uuid => json!({ "type": "string", "logicalType": "uuid" }),
    }
}

/// A default in Avro's JSON encoding of the underlying type.
fn default(logical: &LogicalType, field: &Field, value: &Json) -> Json {
    match (logical, value) {
        (LogicalType::Decimal { scale, .. }, value) => decimal(value, *scale).unwrap_or_else(|| value.clone()),
        (LogicalType::Array(item), Json::Array(items)) => items.iter().map(|one| default(item, field, one)).collect(),
        (LogicalType::Map(item), Json::Object(entries)) => {
            Json::Object(entries.iter().map(|(key, one)| (key.clone(), default(item, field, one))).collect())
        }
        (LogicalType::Struct, Json::Object(entries)) => Json::Object(
            field
                .fields
                .iter()
                .map(|member| {
                    let value = entries
                        .get(member.name.as_str())
                        .cloned()
                        .or_else(|| member.default.clone())
                        .unwrap_or(Json::Null);
                    (member.snake(), default(&member.logical_type, member, &value))
                })
                .collect(),
        ),
        (LogicalType::Scalar(Scalar::Json), value) if !value.is_string() => value.to_string().into(),
        (_, value) => value.clone(),
    }
}

/// The two's-complement big-endian bytes of an unscaled decimal, one code point per byte
/// (Avro 1.12, "Complex Types", table of defaults: bytes).
fn decimal(value: &Json, scale: u8) -> Option<Json> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let unscaled = unscaled(&text, scale)?;
    let bytes = unscaled.to_be_bytes();
    let sign = if unscaled < 0 { 0xff } else { 0x00 };
    let mut start = 0;
    while start < bytes.len() - 1 && bytes[start] == sign && (bytes[start + 1] & 0x80) == (sign & 0x80) {
        start += 1;
    }
    Some(bytes[start..].iter().map(|&byte| char::from(byte)).collect::<String>().into())
}

/// `12.5` with scale 2 is 1250.
pub(crate) fn unscaled(text: &str, scale: u8) -> Option<i128> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let scale = usize::from(scale);
    if fraction.len() > scale || whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let unscaled: i128 = format!("{whole}{fraction:0<scale$}").parse().ok()?;
    Some(if negative { -unscaled } else { unscaled })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_the_bytes_of_their_unscaled_value() {
        assert_eq!(decimal(&json!("0"), 2), Some(json!("\u{0}")));
        assert_eq!(decimal(&json!(1.5), 2), Some(json!("\u{0}\u{96}")));
        assert_eq!(decimal(&json!("-1"), 0), Some(json!("\u{ff}")));
        assert_eq!(decimal(&json!("1.234"), 2), None);
    }
}
