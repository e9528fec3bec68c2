//! What the templates of `templates/catalog/` see: plain values, one type for each kind of page.
//!
//! Every template gets
//!
//! | variable | what |
//! |---|---|
//! | `site` | a [`Site`]: the same on every page |
//! | `page` | a [`Page`]: which page this is |
//! | `root` | what leads from the page to the root of the site: empty, or `../../` |
//!
//! and one variable more, by its kind: `home` ([`Home`], `index.html.tera`), `domain` ([`DomainPage`], `domain.html.tera`),
//! `product` ([`ProductPage`], `product.html.tera`), `product` and `version` ([`VersionPage`], `version.html.tera`), `graph`
//! ([`GraphPage`], `graph.html.tera`).
//!
//! - Every `href` is relative to the root of the site: print `<{ root }><{ href }>`.
//! - Texts are as people wrote them; the engine escapes whatever a template prints. Only what is called `svg` or `html` is
//!   markup, made here and safe: print it with `| safe`.
//! - What is not known is null, or an empty list: a template says what to do about it.

mod access;
mod build;
mod fields;
mod overview;
mod policies;
mod ports;
mod product;
mod promises;
mod refs;
mod versions;

pub use access::{Access, Consumer, Role};
pub use build::{Build, Sample, SampleColumn};
pub use fields::{Field, FieldReference};
pub use overview::{
    BrokenEntry, DomainCard, DomainLink, DomainPage, Facet, Facets, GraphPage, Home, Link, ProductCard, Sheet,
};
pub use policies::{PolicyCategory, PolicyFinding, PolicyVerdict};
pub use ports::{Input, Output, Query, Setting};
pub use product::{ProductPage, Provenance, Step, VersionPage};
pub use promises::{Promise, Test};
pub use refs::{Graph, Owner, ProductRef};
pub use versions::Version;

use serde::Serialize;

/// The site, as every page knows it.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// Its name: the organisation's, or nothing where `mesh.yaml` names none.
    pub organisation: Option<String>,
    /// How many products it shows.
    pub products: usize,
    /// How many domains.
    pub domains: usize,
    /// How many manifests could not be read.
    pub broken: usize,
    /// Whether it is served by `catalog serve`: then the page loads `assets/reload.js`.
    pub served: bool,
    /// Whether policies were judged (`catalog build --policies`).
    pub judged: bool,
    /// The version of the program that made it.
    pub tool: &'static str,
}

/// Which page this is.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// `home`, `domain`, `product`, `version` or `graph`.
    pub kind: &'static str,
    /// Where it is, below the root: `products/orders/order_events/index.html`.
    pub path: String,
    /// Its whole address, where `--base-url` says where the site is.
    pub canonical: Option<String>,
}
