//! What a domain map may say.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::manifest::document::{ApiVersion, FieldName};
use crate::manifest::name::Name;
use crate::manifest::shape::publish;
use crate::manifest::value::{Email, LogicalType, Text};

/// A domain map: what a workshop collects of each domain.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "DomainMap")]
pub struct MapFile {
    /// The version of this format.
    pub api_version: ApiVersion,
    /// What the file describes.
    pub kind: Kind,
    /// Whose map it is.
    #[serde(default)]
    pub organisation: Option<Organisation>,
    /// The domains, by their names: capabilities of the business, in its own words.
    #[serde(default)]
    pub domains: IndexMap<String, Domain>,
}

/// What the file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Kind {
    /// A map of domains.
    DomainMap,
}

/// Whose map it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organisation {
    /// The name of the organisation, for people.
    pub name: Text,
    /// What namespaces of schemas begin with: `com.example`.
    #[serde(default)]
    pub namespace: Option<Text>,
}

/// A capability of the business with one owner.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Domain {
    /// The name for people.
    #[serde(default)]
    pub title: Option<Text>,
    /// What the domain is about.
    #[serde(default)]
    pub description: Option<Text>,
    /// The team that answers for the domain: for its systems and for its data.
    #[serde(default)]
    pub team: Option<Text>,
    /// The mailbox of the team.
    #[serde(default)]
    pub email: Option<Email>,
    /// Who is called when a service level is missed.
    #[serde(default)]
    pub on_call: Option<Text>,
    /// Where to ask: a chat channel.
    #[serde(default)]
    pub channel: Option<Text>,
    /// What the domain does for the business.
    #[serde(default)]
    pub capabilities: Vec<Text>,
    /// The systems in which the facts are first written down.
    #[serde(default)]
    pub source_systems: Vec<SourceSystem>,
    /// What happens in the domain, in the past tense: `order_placed`.
    #[serde(default)]
    pub business_events: Vec<BusinessEvent>,
    /// The questions that the domain answers for.
    #[serde(default)]
    pub analytical_questions: Vec<Question>,
    /// The domains that read what this one offers.
    #[serde(default)]
    pub consumers: Vec<Name>,
}

/// A system in which facts are first written down.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceSystem {
    /// Its name: `orders_service_postgres`.
    pub name: Name,
    /// How data is had from it: a kind of input port, `postgres` or `kafka`. Taken from the words of the name when it is
    /// left out.
    #[serde(default)]
    pub kind: Option<Name>,
}

/// Something that happens in a domain, and that others want to know of.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BusinessEvent {
    /// What happened, in the past tense and with the thing that it happened to in front: `order_placed`.
    pub name: Name,
    /// The thing that it happened to. All words of the name but the last when it is left out.
    #[serde(default)]
    pub entity: Option<Name>,
    /// The source system that writes it down. The one whose name fits best when it is left out.
    #[serde(default)]
    pub source: Option<Name>,
    /// What is known of the thing when it happens: columns beside its own id.
    #[serde(default)]
    pub carries: Vec<Carried>,
    /// What it means.
    #[serde(default)]
    pub description: Option<Text>,
}

/// A column that an event carries.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Carried {
    /// Its name: `customer_id`.
    pub name: FieldName,
    /// Its logical type. Taken from the words of the name when it is left out.
    #[serde(default, rename = "type")]
    pub logical_type: Option<LogicalType>,
    /// What it means.
    #[serde(default)]
    pub description: Option<Text>,
    /// Whether it is about a person. Taken from the words of the name when it is left out.
    #[serde(default)]
    pub pii: Option<bool>,
}

/// A question that a domain answers for.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The question, as it is asked: `What is our order conversion rate by channel?`
    pub question: Text,
    /// The name of the data product that answers it. Taken from the words of the question when it is left out.
    #[serde(default)]
    pub name: Option<Name>,
    /// The domains, or the products of them, whose data it needs: `orders`, `orders.order_events`. Taken from the words of
    /// the question when it is left out.
    #[serde(default)]
    pub needs: Vec<Text>,
}

/// The shape that a map has once every short form is written out.
pub(super) fn shape() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    settings.into_generator().into_root_schema_for::<MapFile>().to_value()
}

/// The JSON Schema of a map whose items are written out, for the reference.
pub fn long_form() -> Json {
    let mut schema = shape();
    publish(&mut schema);
    schema
}

/// The JSON Schema of a domain map, as it is published.
pub fn json_schema() -> Json {
    let mut schema = long_form();
    // An item may be given by its name alone.
    for (item, key) in
        [("SourceSystem", "name"), ("BusinessEvent", "name"), ("Carried", "name"), ("Question", "question")]
    {
        let Some(long) = schema.pointer_mut(&format!("/$defs/{item}")) else { continue };
        let short = long.pointer(&format!("/properties/{key}")).cloned().unwrap_or_default();
        *long = json!({ "anyOf": [short, long.take()] });
    }
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/domain-map.json".into());
    }
    schema
}
