//! The one type system of a manifest. Each dialect spells it in a table of its own.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Format, text_value};

/// The type of a field: a scalar, or something made of other types.
///
/// The members of a `struct` and the symbols of an `enum` stand beside the type, in the field's
/// `fields` and `enum`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogicalType {
    /// A type without parts.
    Scalar(Scalar),
    /// An exact decimal number.
    Decimal {
        /// Digits in all, at most [`MAX_PRECISION`].
        precision: u8,
        /// Digits after the point, at most `precision`.
        scale: u8,
    },
    /// One of the symbols under `enum`.
    Enum,
    /// A record of the members under `fields`.
    Struct,
    /// A list.
    Array(Box<LogicalType>),
    /// A mapping from text to a value.
    Map(Box<LogicalType>),
}

text_value!(LogicalType, "logical-type", "A logical type: `string`, `decimal(12,2)`, `array<struct>`, `map<string>`");

/// The grammar of a [`LogicalType`].
pub(super) const FORMAT: Format = Format {
    name: "logical-type",
    check: |text| text.parse::<LogicalType>().map(drop),
    grammar: "a logical type, a row of the [table of types](types.md)",
    examples: "`string`, `decimal(12,2)`, `timestamp`, `array<string>`, `map<string>`, `struct`",
};

/// The greatest precision that every dialect can hold (128-bit decimals).
pub const MAX_PRECISION: u8 = 38;

/// How deep arrays and maps may nest. Consumers query these by hand; deeper data wants a product of its own.
const MAX_DEPTH: usize = 5;

/// A type without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Scalar {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    Long,
    /// A 32-bit floating-point number.
    Float,
    /// A 64-bit floating-point number.
    Double,
    /// A day.
    Date,
    /// A time of day, in microseconds.
    Time,
    /// An instant, in microseconds, in UTC.
    Timestamp,
    /// A date and time of day without a zone, in microseconds.
    TimestampNtz,
    /// A UUID (RFC 9562).
    Uuid,
    /// Raw bytes.
    Bytes,
    /// A JSON document (RFC 8259).
    Json,
}

impl Scalar {
    /// Every scalar with its spellings; the first one is canonical.
    pub const SPELLINGS: &'static [(Self, &'static [&'static str])] = &[
        (Self::String, &["string", "text"]),
        (Self::Boolean, &["boolean", "bool"]),
        (Self::Int, &["int", "integer"]),
        (Self::Long, &["long", "bigint"]),
        (Self::Float, &["float"]),
        (Self::Double, &["double"]),
        (Self::Date, &["date"]),
        (Self::Time, &["time"]),
        (Self::Timestamp, &["timestamp", "timestamp_tz"]),
        (Self::TimestampNtz, &["timestamp_ntz"]),
        (Self::Uuid, &["uuid"]),
        (Self::Bytes, &["bytes"]),
        (Self::Json, &["json"]),
    ];

    /// The canonical spelling.
    pub fn as_str(self) -> &'static str {
        Self::SPELLINGS.iter().find(|(scalar, _)| *scalar == self).map_or("", |(_, spellings)| spellings[0])
    }
}

/// How databases and languages spell what a logical type means.
const FOREIGN: &[(&[&str], &str)] = &[
    (&["varchar", "nvarchar", "char", "character", "str", "clob"], "string"),
    (&["smallint", "tinyint", "int32", "integer32", "int4"], "int"),
    (&["int64", "int8", "bigserial"], "long"),
    (&["numeric", "number", "money"], "decimal(12,2)"),
    (&["real", "float32", "float4"], "float"),
    (&["float64", "float8"], "double"),
    (&["datetime", "instant", "timestamptz"], "timestamp"),
    (&["timestamp_without_time_zone"], "timestamp_ntz"),
    (&["blob", "binary", "bytea", "varbinary"], "bytes"),
    (&["jsonb", "variant"], "json"),
    (&["object", "row"], "struct"),
    (&["list", "repeated"], "array<string>"),
    (&["dict", "dictionary", "hash"], "map<string>"),
];

impl LogicalType {
    /// The name of the outermost constructor: the row of a dialect's table.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Scalar(scalar) => scalar.as_str(),
            Self::Decimal { .. } => "decimal",
            Self::Enum => "enum",
            Self::Struct => "struct",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
        }
    }

    /// The innermost type: `struct` for `array<map<struct>>`.
    pub fn leaf(&self) -> &Self {
        match self {
            Self::Array(item) | Self::Map(item) => item.leaf(),
            other => other,
        }
    }

    /// The logical type that somebody means who writes the name of another system's type, or misspells one.
    pub fn meant(text: &str) -> Option<&'static str> {
        let lower = text.trim().to_lowercase();
        let word = lower.split(['(', '<', '[', ' ']).next().unwrap_or_default();
        let elsewhere = FOREIGN.iter().find(|(names, _)| names.contains(&word)).map(|(_, meant)| *meant);
        elsewhere.or_else(|| crate::diagnostics::nearest(text, Self::known()))
    }

    /// The canonical names a user may write, for suggestions.
    pub fn known() -> Vec<&'static str> {
        Scalar::SPELLINGS
            .iter()
            .map(|(_, spellings)| spellings[0])
            .chain(["decimal(12,2)", "enum", "struct", "array<string>", "map<string>"])
            .collect()
    }
}

impl FromStr for LogicalType {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text.trim(), 0)
    }
}

fn parse(text: &str, depth: usize) -> Result<LogicalType, String> {
    let shown = text.chars().take(60).collect::<String>().escape_debug().to_string();
    if depth > MAX_DEPTH {
        return Err(format!("types nest deeper than {MAX_DEPTH} levels"));
    }
    let inside = |name: &str, open: char, close: char| -> Option<&str> {
        text.strip_prefix(name)?.trim_start().strip_prefix(open)?.strip_suffix(close).map(str::trim)
    };
    if let Some(item) = inside("array", '<', '>') {
        return parse(item, depth + 1).map(|item| LogicalType::Array(Box::new(item)));
    }
    if let Some(value) = inside("map", '<', '>') {
        let value = value.strip_prefix("string,").map_or(value, str::trim_start);
        return parse(value, depth + 1).map(|value| LogicalType::Map(Box::new(value)));
    }
    if let Some(arguments) = inside("decimal", '(', ')') {
        return decimal(arguments).ok_or_else(|| {
            format!("`{shown}` is no decimal: write `decimal(precision,scale)` with 1 ≤ precision ≤ {MAX_PRECISION} and scale ≤ precision")
        });
    }
    match text {
        "enum" => return Ok(LogicalType::Enum),
        "struct" | "record" => return Ok(LogicalType::Struct),
        "decimal" => return Err("a `decimal` needs its precision and scale: `decimal(12,2)`".into()),
        "array" => return Err("an `array` needs the type of its items: `array<string>`".into()),
        "map" => return Err("a `map` needs the type of its values: `map<string>`".into()),
        _ => {}
    }
    Scalar::SPELLINGS
        .iter()
        .find(|(_, spellings)| spellings.contains(&text))
        .map(|(scalar, _)| LogicalType::Scalar(*scalar))
        .ok_or_else(|| format!("`{shown}` is no logical type"))
}

fn decimal(arguments: &str) -> Option<LogicalType> {
    let (precision, scale) = arguments.split_once(',').unwrap_or((arguments, "0"));
    let precision = precision.trim().parse().ok()?;
    let scale = scale.trim().parse().ok()?;
    (1..=MAX_PRECISION).contains(&precision).then_some(())?;
    (scale <= precision).then_some(LogicalType::Decimal { precision, scale })
}

impl fmt::Display for LogicalType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal { precision, scale } => write!(formatter, "decimal({precision},{scale})"),
            Self::Array(item) => write!(formatter, "array<{item}>"),
            Self::Map(value) => write!(formatter, "map<{value}>"),
            other => formatter.write_str(other.kind()),
        }
    }
}

impl Serialize for LogicalType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, canonical: &str) {
        assert_eq!(text.parse::<LogicalType>().unwrap().to_string(), canonical);
    }

    #[test]
    fn types_are_read_and_written_back() {
        case("string", "string");
        case("integer", "int");
        case("decimal( 12 , 2 )", "decimal(12,2)");
        case("decimal(9)", "decimal(9,0)");
        case("array<string>", "array<string>");
        case("map<string, decimal(5,1)>", "map<decimal(5,1)>");
        case("array<map<struct>>", "array<map<struct>>");
        case("timestamp_tz", "timestamp");
    }

    #[test]
    fn the_names_of_other_systems_lead_to_a_logical_type() {
        for (text, meant) in [("datetime", "timestamp"), ("VARCHAR(10)", "string"), ("timestmp", "timestamp")] {
            assert_eq!(LogicalType::meant(text), Some(meant));
        }
        assert_eq!(LogicalType::meant("zebra"), None);
    }

    #[test]
    fn an_impossible_type_is_refused() {
        for text in [
            "",
            "strng",
            "decimal",
            "decimal(0,0)",
            "decimal(39,2)",
            "decimal(4,5)",
            "array",
            "array<>",
            "map<int",
            "varchar(10)",
        ] {
            assert!(text.parse::<LogicalType>().is_err(), "{text}");
        }
        assert!("array<".repeat(9).parse::<LogicalType>().is_err());
        let deep = format!("{}string{}", "array<".repeat(7), ">".repeat(7));
        assert!(deep.parse::<LogicalType>().unwrap_err().contains("deeper"));
    }
}
