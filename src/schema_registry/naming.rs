//! The subject that the schema of a product's major version is filed under.

use super::Subject;
use crate::error::{Error, Result};
use crate::manifest::name::Name;
use crate::render;

/// A subject per major version: within one, a registry refuses what breaks readers, and the next major starts afresh.
pub const DEFAULT: &str = "<{ domain.as_written }>.<{ name.as_written }>-v<{ major }>";

/// Which schema a subject is for.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The domain of the product.
    pub domain: &'a Name,
    /// The name of the product.
    pub name: &'a Name,
    /// The major version.
    pub major: u64,
    /// The full name of the Avro record.
    pub record: &'a str,
}

impl Named<'_> {
    /// The subject by a pattern: a template over `domain`, `name`, `major` and `record`.
    pub fn subject(&self, pattern: &str) -> Result<Subject> {
        let mut values = tera::Context::new();
        values.insert("domain", &render::Forms::of(self.domain));
        values.insert("name", &render::Forms::of(self.name));
        values.insert("major", &self.major);
        values.insert("record", self.record);
        let text = render::expression("registry.subject", pattern, &values)?;
        text.parse().map_err(|message| Error::Template { template: "registry.subject".to_owned(), message })
    }
}

/// What is wrong with a pattern, tried with two versions of one product.
pub fn fault(pattern: &str) -> Option<String> {
    let (domain, name): (Name, Name) = ("orders".parse().ok()?, "order_events".parse().ok()?);
    let subject = |major: u64| {
        let record = format!("com.example.orders.order_events.v{major}.OrderEvents");
        Named { domain: &domain, name: &name, major, record: &record }.subject(pattern)
    };
    match (subject(1), subject(2)) {
        (Err(Error::Template { message, .. }), _) | (_, Err(Error::Template { message, .. })) => Some(message),
        (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
        (Ok(one), Ok(two)) if one == two => Some(format!(
            "two major versions of a product would share the subject `{one}`, and the second breaks the first"
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn named(pattern: &str, expected: &str) {
        let (domain, name) = ("orders".parse().unwrap(), "order-events".parse().unwrap());
        let record = "com.example.orders.order_events.v2.OrderEvents";
        let named = Named { domain: &domain, name: &name, major: 2, record };
        assert_eq!(named.subject(pattern).unwrap().as_str(), expected);
        assert_eq!(fault(pattern), None);
    }

    #[test]
    fn a_subject_follows_the_pattern_of_the_organisation() {
        named(DEFAULT, "orders.order-events-v2");
        named("<{ record }>", "com.example.orders.order_events.v2.OrderEvents");
        named("<{ domain.snake }>.<{ name.snake }>.v<{ major }>-value", "orders.order_events.v2-value");
        named("<{ name.kebab }><% if major > 1 %>-v<{ major }><% endif %>", "order-events-v2");
    }

    #[test]
    fn a_pattern_that_names_no_subject_is_at_fault() {
        assert!(fault("<{ domain.snake }>").unwrap().contains("share the subject `orders`"));
        assert!(fault("<{ product }>-<{ major }>").unwrap().contains("product"));
        assert!(fault("<{ major }> !").is_some());
        assert!(fault("<{ major").is_some());
    }
}
