//! What several pages show: a product that is spoken of, an owner, a drawing.

use serde::Serialize;

/// A product, or a domain, that is spoken of: one of the mesh, or only a name.
#[derive(Debug, Clone, Serialize)]
pub struct ProductRef {
    /// `orders.order_events`; the domain alone where no product is named.
    pub id: String,
    /// The name for people; the id where it is not known.
    pub title: String,
    /// The domain.
    pub domain: String,
    /// Its page; nothing where it has none.
    pub href: Option<String>,
}

/// Who answers for a product or a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The team.
    pub team: String,
    /// Where to write to: an address that is safe behind `mailto:`.
    pub email: Option<String>,
    /// Who is called when a promise is broken.
    pub on_call: Option<String>,
    /// Where to ask.
    pub channel: Option<String>,
}

/// A drawing, and what it leaves out.
#[derive(Debug, Clone, Serialize)]
pub struct Graph {
    /// The picture: an `<svg>` with links, styled by the page through its classes.
    pub svg: String,
    /// How many boxes it has.
    pub boxes: usize,
    /// How many boxes there would be more.
    pub hidden: usize,
}
