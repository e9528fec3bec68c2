//! What a question may read: a product that the pilot will have.

use super::thing::{Column, Happening, Thing};

/// The columns that every product of events has.
pub(super) const EVENT_ID: &str = "event_id";
/// What happened.
pub(super) const EVENT_TYPE: &str = "event_type";
/// When it happened.
pub(super) const EVENT_TIME: &str = "event_timestamp";
/// When the newest of the rows that an answer is made of happened.
pub(super) const ANSWER_TIME: &str = "last_event_at";

/// A product, as others read it.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// Its domain.
    pub domain: String,
    /// Its name.
    pub product: String,
    /// What it is about: `order`.
    pub entity: String,
    /// The same, in the plural.
    pub things: String,
    /// The column that tells one from another, if a single one does.
    pub id: Option<String>,
    /// The events that it holds, the one that a thing begins with first. None for an answer.
    pub events: Vec<Happening>,
    /// The column that says when a row happened.
    pub time: &'static str,
    /// Its columns, beside those that every product of events has.
    pub columns: Vec<Column>,
}

impl Offer {
    /// The events of a thing.
    pub(super) fn of_events(domain: &str, thing: &Thing) -> Self {
        let id = Column {
            name: thing.id.clone(),
            logical_type: "string".to_owned(),
            required: true,
            pii: false,
            mask: None,
            description: id_of(&thing.entity),
            examples: Vec::new(),
            money: false,
            words: vec![thing.entity.clone()],
        };
        Self {
            domain: domain.to_owned(),
            product: thing.product.clone(),
            entity: thing.entity.clone(),
            things: thing.things.clone(),
            id: Some(thing.id.clone()),
            events: thing.events.clone(),
            time: EVENT_TIME,
            columns: std::iter::once(id).chain(thing.columns.iter().cloned()).collect(),
        }
    }

    /// The id of the product.
    pub(super) fn product_id(&self) -> String {
        format!("{}.{}", self.domain, self.product)
    }

    /// A column by its name.
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether rows carry the id of another product's thing, and do not begin with it.
    pub(super) fn is_detail_of(&self, parent: &Self) -> Option<&str> {
        let id = parent.id.as_deref()?;
        (self.id.as_deref() != Some(id) && self.column(id).is_some())
            .then(|| self.column(id))?
            .map(|column| column.name.as_str())
    }

    /// A column that tells things apart in both products.
    pub(super) fn shares<'a>(&'a self, other: &Self) -> Option<&'a str> {
        let key = |column: &&Column| column.is_key() && other.column(&column.name).is_some();
        self.columns.iter().find(key).map(|column| column.name.as_str())
    }

    /// The event that a thing begins with.
    pub(super) fn opening(&self) -> Option<&Happening> {
        self.events.first()
    }
}

/// What the id of a thing means.
pub(super) fn id_of(entity: &str) -> String {
    let thing = entity.replace('_', " ");
    format!("Id of the {thing} that the event happened to; it is never given to another {thing}")
}
