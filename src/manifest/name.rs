//! Names: of domains, products, ports and fields.
//!
//! A name is written in kebab-case or snake_case and kept as written; every language gets its own
//! form of it. A name cannot hold a path separator, a dot, white space or an upper-case letter, so
//! it is safe in a path, in SQL and in an identifier of every language we render.

use std::fmt;
use std::str::FromStr;

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToTitleCase, ToUpperCamelCase};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

/// The longest name accepted: PostgreSQL's limit for an identifier, the tightest of those we render to.
pub const MAX_LENGTH: usize = 63;

/// A name in kebab-case or snake_case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Name(String);

/// Why a text is not a [`Name`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("a name cannot be empty")]
    Empty,
    /// Longer than [`MAX_LENGTH`].
    #[error("`{name}` has {length} characters; a name has at most {MAX_LENGTH}")]
    TooLong {
        /// The text.
        name: String,
        /// Its length in characters.
        length: usize,
    },
    /// The first character is not a lower-case letter.
    #[error("`{name}` must begin with a lower-case letter")]
    Start {
        /// The text.
        name: String,
    },
    /// A character other than lower-case letters, digits, `-` and `_`.
    #[error(
        "`{name}` has the character `{character}`; a name has lower-case letters, digits, and `-` or `_` between words"
    )]
    Character {
        /// The text.
        name: String,
        /// The first character at fault, escaped where it cannot be printed.
        character: String,
    },
    /// A separator at the end, or two in a row.
    #[error("`{name}` has a `-` or `_` that does not stand between two words")]
    Separator {
        /// The text.
        name: String,
    },
}

impl Name {
    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `order_events`: for SQL, dbt, Avro fields, Python.
    pub fn snake(&self) -> String {
        // A name is in kebab-case or snake_case already: only the separators can differ.
        self.0.replace('-', "_")
    }

    /// `order-events`: for buckets, URLs, labels.
    pub fn kebab(&self) -> String {
        self.0.to_kebab_case()
    }

    /// `OrderEvents`: for Avro records.
    pub fn pascal(&self) -> String {
        self.0.to_upper_camel_case()
    }

    /// `orderEvents`.
    pub fn camel(&self) -> String {
        self.0.to_lower_camel_case()
    }

    /// `ORDER_EVENTS`: for environment variables and Snowflake.
    pub fn upper(&self) -> String {
        self.0.to_shouty_snake_case()
    }

    /// `Order Events`: for people.
    pub fn title(&self) -> String {
        self.0.to_title_case()
    }
}

/// The nearest valid name, to offer in a message: `Bad Name!!` gives `bad_name`, and `Größe` gives `grosse`.
pub fn suggest(text: &str) -> Option<Name> {
    let mut candidate = deunicode::deunicode(text).to_snake_case();
    candidate.retain(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_');
    let candidate = candidate.trim_start_matches(|character: char| !character.is_ascii_lowercase());
    let candidate: String = candidate.chars().take(MAX_LENGTH).collect();
    candidate.trim_end_matches('_').parse().ok()
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let name = || text.to_owned();
        let Some(first) = text.chars().next() else { return Err(NameError::Empty) };
        let length = text.chars().count();
        if length > MAX_LENGTH {
            let shown = text.chars().take(20).chain("…".chars()).collect();
            return Err(NameError::TooLong { name: shown, length });
        }
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if let Some(character) = text.chars().find(|&c| !allowed(c)) {
            return Err(NameError::Character {
                name: name().escape_debug().to_string(),
                character: character.escape_debug().to_string(),
            });
        }
        if !first.is_ascii_lowercase() {
            return Err(NameError::Start { name: name() });
        }
        if text.split(['-', '_']).any(str::is_empty) {
            return Err(NameError::Separator { name: name() });
        }
        Ok(Self(name()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Name {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "name",
            "description": "A name in kebab-case or snake_case",
            "pattern": "^[a-z][a-z0-9]*([_-][a-z0-9]+)*$",
            "maxLength": MAX_LENGTH,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let error = text.parse::<Name>().unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn every_language_gets_its_own_form() {
        let name: Name = "customer-360".parse().unwrap();
        assert_eq!(name.as_str(), "customer-360");
        assert_eq!(name.snake(), "customer_360");
        assert_eq!(name.kebab(), "customer-360");
        assert_eq!(name.pascal(), "Customer360");
        assert_eq!(name.upper(), "CUSTOMER_360");
        assert_eq!(name.title(), "Customer 360");
    }

    #[test]
    fn what_is_no_name_is_refused_and_says_why() {
        refused("", "cannot be empty");
        refused("../../etc", "character `.`");
        refused("a/b", "character `/`");
        refused("Bad Name!!", "character `B`");
        refused("360", "must begin with a lower-case letter");
        refused("a--b", "does not stand between two words");
        refused("a_", "does not stand between two words");
        refused("naïve", "character `ï`");
        refused(&"a".repeat(64), "64 characters");
    }

    #[test]
    fn a_near_name_is_offered() {
        assert_eq!(suggest("Bad Name!!").unwrap().as_str(), "bad_name");
        assert_eq!(suggest("360-view").unwrap().as_str(), "view");
        assert_eq!(suggest("!!!"), None);
    }
}
