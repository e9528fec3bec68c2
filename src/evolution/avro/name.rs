//! Names of records, enums and fixed types.

use std::fmt;

/// A name with its namespace: `com.acme.orders.Order`. The namespace may be empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FullName {
    namespace: String,
    name: String,
}

impl FullName {
    /// A name as a schema writes it. One with a dot is full already; another lives in `namespace`.
    pub(super) fn new(text: &str, namespace: &str) -> Result<Self, String> {
        let (namespace, name) = text.rsplit_once('.').unwrap_or((namespace, text));
        let parts = namespace.split('.').filter(|_| !namespace.is_empty()).chain([name]);
        match parts.into_iter().find(|part| !is_name(part)) {
            None => Ok(Self { namespace: namespace.to_owned(), name: name.to_owned() }),
            Some(_) => Err(format!("`{text}` is no name: letters, digits and `_`, no digit first")),
        }
    }

    /// The name without its namespace.
    pub fn unqualified(&self) -> &str {
        &self.name
    }

    /// The namespace, in which the names inside this type live too.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }
}

impl fmt::Display for FullName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            formatter.write_str(&self.name)
        } else {
            write!(formatter, "{}.{}", self.namespace, self.name)
        }
    }
}

/// Whether a text is a name of Avro: of a type, a field, or a symbol.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
