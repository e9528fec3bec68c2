//! A schema whose names are resolved.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::FullName;

/// An Avro schema that has been found valid.
#[derive(Debug, Clone)]
pub struct Schema {
    pub(in crate::evolution) root: Type,
    /// Records, enums and fixed types. Types refer to them by name, so that a type can hold itself.
    pub(in crate::evolution) named: BTreeMap<FullName, Named>,
    /// The schema as it was written: words and attributes that decide nothing about reading.
    pub(in crate::evolution) source: Json,
}

/// A type where it is used.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Type {
    pub(in crate::evolution) kind: Kind,
    pub(in crate::evolution) logical: Option<Logical>,
    /// Where the type stands in its schema: a JSON Pointer.
    pub(in crate::evolution) pointer: String,
}

#[derive(Debug, Clone)]
pub(in crate::evolution) enum Kind {
    Primitive(Primitive),
    Array(Box<Type>),
    Map(Box<Type>),
    Union(Vec<Type>),
    Named(FullName),
}

impl Schema {
    /// The name of the record, the enum or the fixed type that it describes.
    pub fn name(&self) -> Option<&FullName> {
        match &self.root.kind {
            Kind::Named(name) => Some(name),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::evolution) enum Primitive {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

/// A record, an enum or a fixed type.
#[derive(Debug, Clone)]
pub(in crate::evolution) struct Named {
    pub(in crate::evolution) name: FullName,
    pub(in crate::evolution) aliases: Vec<FullName>,
    pub(in crate::evolution) definition: Definition,
    pub(in crate::evolution) logical: Option<Logical>,
    pub(in crate::evolution) pointer: String,
}

#[derive(Debug, Clone)]
pub(in crate::evolution) enum Definition {
    Record(Vec<Field>),
    Enum { symbols: Vec<String>, default: Option<String> },
    Fixed { size: u64 },
}

#[derive(Debug, Clone)]
pub(in crate::evolution) struct Field {
    pub(in crate::evolution) name: String,
    pub(in crate::evolution) aliases: Vec<String>,
    pub(in crate::evolution) shape: Type,
    pub(in crate::evolution) default: Option<Json>,
    pub(in crate::evolution) pointer: String,
}

/// What the values of a type mean. Kept as it is written: readers differ in which ones they know.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::evolution) struct Logical {
    pub(in crate::evolution) name: String,
    /// Precision and scale of a decimal.
    pub(in crate::evolution) digits: Option<(Json, Json)>,
}

impl Primitive {
    pub(in crate::evolution) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
        }
    }
}

impl Definition {
    pub(in crate::evolution) fn kind(&self) -> &'static str {
        match self {
            Self::Record(_) => "record",
            Self::Enum { .. } => "enum",
            Self::Fixed { .. } => "fixed",
        }
    }
}

/// The type in short, as a sentence names it: `int`, `array of string`, `com.acme.Order`.
impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Primitive(primitive) => formatter.write_str(primitive.as_str()),
            Kind::Array(items) => write!(formatter, "array of {items}"),
            Kind::Map(values) => write!(formatter, "map of {values}"),
            Kind::Named(name) => write!(formatter, "{name}"),
            Kind::Union(branches) => {
                let branches: Vec<String> = branches.iter().map(Self::to_string).collect();
                write!(formatter, "{}", branches.join(" | "))
            }
        }
    }
}

impl fmt::Display for Logical {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.digits {
            Some((precision, scale)) => write!(formatter, "{}({precision}, {scale})", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}
