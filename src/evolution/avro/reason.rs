//! Why a reader cannot read what a writer wrote, in words.

use std::fmt;

/// Who reads whose data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The new schema reads data of the old one.
    Backward,
    /// The old schema reads data of the new one.
    Forward,
}

/// One place at which a schema cannot follow an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incompatibility {
    /// The earlier schema, as its place among those that were given.
    pub earlier: usize,
    /// Who cannot read.
    pub direction: Direction,
    /// The field, from the root: `lines[].price`; empty for the schema itself.
    pub field: String,
    /// The place in the reader's schema: a JSON Pointer.
    pub pointer: String,
    /// What is in the way.
    pub reason: Reason,
}

/// What is in the way of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// One type cannot be read as the other.
    Type {
        /// The reader's type.
        reader: String,
        /// The writer's type.
        writer: String,
    },
    /// A record, enum or fixed type has another name.
    Name {
        /// The reader's name.
        reader: String,
        /// The writer's name, which is no alias of the reader's.
        writer: String,
    },
    /// A fixed type has another size.
    Size {
        /// The reader's size in bytes.
        reader: u64,
        /// The writer's size in bytes.
        writer: u64,
    },
    /// The reader needs a field that the writer does not write.
    Default,
    /// The writer writes several fields that the reader takes for this one, by its name and its aliases.
    Names(Vec<String>),
    /// The writer writes symbols that the reader does not know, and it has no default to fall back to.
    Symbols(Vec<String>),
    /// No branch of the reader's union holds the writer's type.
    Branch {
        /// The reader's union.
        reader: String,
        /// The writer's type.
        writer: String,
    },
    /// The values would be read, and mean something else.
    LogicalType {
        /// The reader's logical type.
        reader: Option<String>,
        /// The writer's logical type.
        writer: Option<String>,
    },
}

impl fmt::Display for Incompatibility {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (reader, writer) = match self.direction {
            Direction::Backward => ("new", "old"),
            Direction::Forward => ("old", "new"),
        };
        write!(formatter, "the {reader} schema cannot read data of the {writer} one: ")?;
        if !self.field.is_empty() {
            write!(formatter, "`{}`: ", self.field)?;
        }
        write!(formatter, "{}", self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let none_or = |logical: &Option<String>| logical.as_ref().map_or("none".to_owned(), |name| format!("`{name}`"));
        match self {
            Self::Type { reader, writer } => write!(formatter, "`{writer}` cannot be read as `{reader}`"),
            Self::Name { reader, writer } => {
                write!(formatter, "the writer calls it `{writer}`, which is no alias of the reader's `{reader}`")
            }
            Self::Size { reader, writer } => {
                write!(formatter, "the writer writes {writer} bytes, the reader reads {reader}")
            }
            Self::Default => formatter.write_str("the writer does not write it, and the reader has no default for it"),
            Self::Names(names) => {
                write!(formatter, "the writer writes {}, and the reader takes each for this field", list(names))
            }
            Self::Symbols(symbols) => {
                write!(formatter, "the reader does not know {}, and has no default symbol", list(symbols))
            }
            Self::Branch { reader, writer } => {
                write!(formatter, "`{writer}` fits no branch of the reader's union `{reader}`")
            }
            Self::LogicalType { reader, writer } => write!(
                formatter,
                "the writer's logical type is {}, and the reader's is {}",
                none_or(writer),
                none_or(reader)
            ),
        }
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
