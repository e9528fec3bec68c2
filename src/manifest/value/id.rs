//! Identifiers that are looked up: in the packs, or in the mesh.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::{Format, text_value};
use crate::diagnostics::shown;
use crate::manifest::name::Name;

/// The id of something a pack defines: a port kind, an archetype, a CI provider. It names a folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Id(String);

text_value!(Id, "id", "An id defined by the loaded packs");

/// The grammar of an [`Id`].
pub(super) const FORMAT: Format = Format {
    name: "id",
    check: |text| text.parse::<Id>().map(drop),
    grammar: "the name of a folder of the loaded packs",
    examples: "`bigquery`, `source-aligned`",
};

impl Id {
    /// The id as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<Name>().map(|name| Self(name.as_str().to_owned())).map_err(|error| error.to_string())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The id of a data product: `<domain>.<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProductId {
    /// The domain.
    pub domain: Name,
    /// The product's name inside the domain.
    pub name: Name,
}

text_value!(ProductId, "product-id", "The id of a data product: `<domain>.<name>`");

/// The grammar of a [`ProductId`].
pub(super) const PRODUCT_FORMAT: Format = Format {
    name: "product-id",
    check: |text| text.parse::<ProductId>().map(drop),
    grammar: "a data product, `<domain>.<name>`",
    examples: "`orders.order_events`",
};

impl FromStr for ProductId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (domain, name) = text
            .split_once('.')
            .ok_or_else(|| format!("`{}` is no product id: it needs the form `<domain>.<name>`", shown(text)))?;
        let part = |part: &str| part.parse::<Name>().map_err(|error| error.to_string());
        Ok(Self { domain: part(domain)?, name: part(name)? })
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.domain, self.name)
    }
}

impl Serialize for ProductId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Who reads a product: a domain, or one product of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConsumerId {
    /// The domain that reads.
    pub domain: Name,
    /// The product that is built from the data.
    pub product: Option<Name>,
}

text_value!(ConsumerId, "consumer", "A consumer: a domain, or a product `<domain>.<name>`");

/// The grammar of a [`ConsumerId`].
pub(super) const CONSUMER_FORMAT: Format = Format {
    name: "consumer",
    check: |text| text.parse::<ConsumerId>().map(drop),
    grammar: "a consumer: a domain, or a data product, `<domain>.<name>`",
    examples: "`finance`, `finance.revenue_daily`",
};

impl FromStr for ConsumerId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let part = |part: &str| part.parse::<Name>().map_err(|error| error.to_string());
        match text.split_once('.') {
            Some((domain, product)) => Ok(Self { domain: part(domain)?, product: Some(part(product)?) }),
            None => Ok(Self { domain: part(text)?, product: None }),
        }
    }
}

impl From<&ProductId> for ConsumerId {
    fn from(id: &ProductId) -> Self {
        Self { domain: id.domain.clone(), product: Some(id.name.clone()) }
    }
}

impl fmt::Display for ConsumerId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.product {
            Some(product) => write!(formatter, "{}.{product}", self.domain),
            None => self.domain.fmt(formatter),
        }
    }
}

impl Serialize for ConsumerId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
