//! The scalar values of a manifest, each parsed once, at the door.
//!
//! Every type here is a text with a grammar. One trait gives each of them its `FromStr`-backed
//! deserialisation, its entry in the JSON Schema, and its check under a `format` of that schema,
//! so that the three cannot disagree.

mod date;
mod duration;
mod id;
mod logical_type;
mod percentage;
mod text;
mod version;

pub use date::Date;
pub use duration::Duration;
pub use id::{ConsumerId, Id, ProductId};
pub use logical_type::{LogicalType, MAX_PRECISION, Scalar};
pub use percentage::Percentage;
pub(super) use text::unprintable;
pub use text::{Email, Text, Url};
pub use version::SemanticVersion;

use super::document::{FieldName, Reference};

/// A format of the manifest's JSON Schema, and the parser that decides whether a text has it.
pub struct Format {
    /// The value of `format` in the schema.
    pub name: &'static str,
    /// Says why a text does not have the format.
    pub check: fn(&str) -> Result<(), String>,
    /// What the text means, and how it is written, for the reference.
    pub grammar: &'static str,
    /// An example or two, for messages.
    pub examples: &'static str,
}

/// Every format, in alphabetical order.
pub const FORMATS: &[Format] = &[
    id::CONSUMER_FORMAT,
    date::FORMAT,
    duration::FORMAT,
    text::EMAIL_FORMAT,
    id::FORMAT,
    logical_type::FORMAT,
    Format {
        name: "field-name",
        check: |text| text.parse::<FieldName>().map(drop),
        grammar: "the name of a field or of a source's column: a letter or `_`, then letters, digits, `_` and `-`; at most 63 characters",
        examples: "`order_id`",
    },
    Format {
        name: "name",
        check: |text| text.parse::<super::name::Name>().map(drop).map_err(|error| error.to_string()),
        grammar: "a name in kebab-case or snake_case, kept as it is written; at most 63 characters",
        examples: "`order_events`, `customer-360`",
    },
    percentage::FORMAT,
    id::PRODUCT_FORMAT,
    Format {
        name: "reference",
        check: |text| text.parse::<Reference>().map(drop),
        grammar: "a field of an input port, `<port>.<field>`, by the name that staging gives to it",
        examples: "`orders.id`",
    },
    version::FORMAT,
    text::FORMAT,
    text::URL_FORMAT,
];

/// Implements `Deserialize` and `JsonSchema` for a type that is a text with a grammar.
macro_rules! text_value {
    ($type:ty, $format:literal, $description:literal) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format, "description": $description })
            }
        }
    };
}
use text_value;
