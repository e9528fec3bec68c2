//! What a file with waivers may say.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::manifest::document::ApiVersion;
use crate::manifest::shape::publish;
use crate::manifest::value::{Date, Email, Text};

/// The file with the waivers of a mesh, beside its `mesh.yaml`, or of a product, beside its manifest.
pub const FILE_NAME: &str = "waivers.yaml";

/// `waivers.yaml`: what is let stand, why, until when, and who says so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Waivers")]
pub struct WaiverFile {
    /// The version of this format.
    pub api_version: ApiVersion,
    /// What the file describes.
    pub kind: Kind,
    /// The waivers, in any order.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
}

/// What the file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Kind {
    /// Findings that are let stand for a time.
    Waivers,
}

/// Lets the findings of one policy stand for a time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Waiver {
    /// What the waiver is called in every message: `W-2026-014`. Each has an id of its own.
    pub id: Text,
    /// The policy whose findings it lets stand, by its id: `SLO-001`. Rules of `schema check` that can be waived have
    /// ids, too: `evolution/pii-dropped`.
    pub policy: Text,
    /// The products that it reaches, by id, with `*` for any text: `orders.order_events`, `orders.*`. A product's own
    /// file reaches that product alone and may leave this out.
    #[serde(default)]
    pub products: Vec<Text>,
    /// The place that it reaches, and all below it, items of lists by their names: `spec.schema.fields[email]`. `*`
    /// is any one name, `**` any way down. Everything in the product when it is left out.
    #[serde(default)]
    pub path: Option<Text>,
    /// Why the findings may stand.
    pub reason: Text,
    /// Who asked for the waiver and mends what it lets stand.
    pub owner: Email,
    /// Who granted it: somebody else.
    pub approver: Email,
    /// Where the work on it is followed: the key or the address of a ticket.
    pub ticket: Text,
    /// The day it was granted.
    pub created: Date,
    /// The last day on which it holds; it ends with that day in UTC.
    pub expires: Date,
}

/// The JSON Schema of a file with waivers, as it is published.
pub fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<WaiverFile>().to_value();
    publish(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/waivers.json".into());
    }
    schema
}
