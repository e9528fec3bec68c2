//! What `mesh.yaml` may say.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::RegistrySettings;
use super::governance::{DomainSettings, EvolutionSettings, PolicySettings};
use crate::manifest::document::ApiVersion;
use crate::manifest::shape::publish;
use crate::manifest::value::Text;

/// `mesh.yaml`: what holds for every data product of a repository, or of an organisation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Mesh")]
pub struct MeshFile {
    /// The version of this format.
    pub api_version: ApiVersion,
    /// What the file describes.
    pub kind: Kind,
    /// Whose mesh it is.
    #[serde(default)]
    pub organisation: Organisation,
    /// The packs that products are made with, the lowest first: `./packs/acme`,
    /// `git::https://host/packs.git//acme?ref=v1.2.0`, `https://host/acme.tar.gz?sha256=…`. The built-in pack is below them.
    #[serde(default)]
    pub packs: Vec<String>,
    /// What a new product starts with: keys of a manifest, laid over the `starter` of the packs. They are written into
    /// the manifest. Texts are templates over `domain` and `name`.
    #[serde(default)]
    pub defaults: Map<String, Json>,
    /// Where the products are: patterns of folders, relative to this file. The default is `**`: any folder.
    #[serde(default)]
    pub products: Vec<String>,
    /// Other places with products of the mesh: a folder, relative to this file, or
    /// `git::https://host/orders.git//products?ref=v1.2.0`, which is fetched into the cache.
    #[serde(default)]
    pub repositories: Vec<String>,
    /// What the organisation says of policies, beyond those of the packs.
    #[serde(default)]
    pub policies: PolicySettings,
    /// What holds for the products of one domain, by its name.
    #[serde(default)]
    pub domains: IndexMap<String, DomainSettings>,
    /// How contracts change.
    #[serde(default)]
    pub evolution: EvolutionSettings,
    /// The Schema Registry that products register their schemas with.
    #[serde(default)]
    pub registry: RegistrySettings,
}

/// Whose mesh it is, as catalogs and reports say it. What products are rendered with is said by their packs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(inline)]
pub struct Organisation {
    /// The organisation's name, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The reversed domain name that ids begin with outside the mesh: `com.example`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Text>,
}

/// What the file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Kind {
    /// A mesh of data products.
    Mesh,
}

/// The JSON Schema of `mesh.yaml`, as it is published.
pub fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<MeshFile>().to_value();
    publish(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/mesh.json".into());
    }
    schema
}
