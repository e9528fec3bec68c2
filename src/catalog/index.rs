//! `catalog.json`: the catalog for programs, with a schema.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::gather::ProductPages;
use super::model;
use crate::run::Status;

/// The file of the index, at the root of the site.
pub const FILE_NAME: &str = "catalog.json";
/// The file of its schema, beside it.
pub const SCHEMA_FILE: &str = "catalog.schema.json";

/// Every product of a mesh, for programs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Catalog")]
pub struct Catalog {
    /// The version of this format.
    pub api_version: &'static str,
    /// What the file is.
    pub kind: &'static str,
    /// Whose mesh it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The domains, in the order of their names.
    pub domains: Vec<Domain>,
    /// The products, in the order of their ids.
    pub products: Vec<Product>,
    /// What could not be read, and why.
    pub broken: Vec<Broken>,
}

/// A domain.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// The name.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// The business capability: Markdown, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Whether it has no products yet, and is known not to.
    pub planned: bool,
    /// Its page: relative to this file, or whole where the site was built with `--base-url`.
    pub url: String,
}

/// Who answers for a product or a domain.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// The team.
    pub team: String,
    /// Where to write to; nothing where nobody gave an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Who is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_call: Option<String>,
    /// Where to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// A product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// `orders.order_events`.
    pub id: String,
    /// The domain.
    pub domain: String,
    /// The name.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// What one row is, what the product is for: Markdown, as it was written.
    pub description: String,
    /// The version.
    pub version: String,
    /// The archetype.
    pub archetype: String,
    /// `public`, `internal`, `confidential` or `restricted`.
    pub classification: &'static str,
    /// Whether any field holds personal data.
    pub pii: bool,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who answers for it.
    pub owner: Owner,
    /// Its page: relative to this file, or whole where the site was built with `--base-url`.
    pub url: String,
    /// Its manifest, below the root of the mesh.
    pub manifest: String,
    /// The major versions that are served, the current one first.
    pub versions: Vec<Version>,
    /// The fields of one row, members as `address.city`.
    pub fields: Vec<Field>,
    /// How consumers reach it.
    pub output_ports: Vec<OutputPort>,
    /// The products that it reads.
    pub upstream: Vec<String>,
    /// The products that read it.
    pub downstream: Vec<String>,
    /// Who is declared to read it: products, and domains where no product is named.
    pub consumers: Vec<String>,
    /// What is promised.
    pub promises: Vec<Promise>,
    /// How the last `mesh build` ended: `ok`, `failed`, `skipped`; nothing where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<Status>,
    /// The score of its policies, from 0 to 100; nothing where they were not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_score: Option<f64>,
}

/// A major version.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The version of the schema.
    pub version: String,
    /// The major number.
    pub major: u64,
    /// Its page.
    pub url: String,
    /// The day on which consumers were told to move on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The last day on which it is served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
}

/// A field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The name, below the fields that it is a member of.
    pub name: String,
    /// The logical type.
    #[serde(rename = "type")]
    pub logical_type: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is part of the primary key.
    pub primary_key: bool,
    /// Whether it holds personal data.
    pub pii: bool,
    /// What it means: Markdown, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// How consumers reach a product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutputPort {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: String,
    /// Where the data is, by the options of the kind.
    pub location: std::collections::BTreeMap<String, String>,
}

/// A service level.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promise {
    /// `freshness`, `availability`, `completeness` or `accuracy`.
    pub kind: &'static str,
    /// What is promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// What could not be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Broken {
    /// Its folder, below the root of the mesh.
    pub place: String,
    /// What is wrong.
    pub faults: Vec<String>,
}

/// The JSON Schema of `catalog.json`.
pub fn json_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Catalog>().to_value();
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/catalog.json".into());
    }
    schema
}

impl Catalog {
    /// The catalog of a site. `base` is what addresses begin with: empty, or the address of the site with a slash.
    pub fn new(site: &model::Site, home: &model::Home, domains: Vec<model::DomainCard>, base: &str) -> Self {
        Self {
            api_version: "datamesh.io/v1",
            kind: "Catalog",
            organisation: site.organisation.clone(),
            domains: domains.into_iter().map(|card| domain(card, base)).collect(),
            products: Vec::with_capacity(site.products),
            broken: home
                .broken
                .iter()
                .map(|broken| Broken { place: broken.place.clone(), faults: broken.faults.clone() })
                .collect(),
        }
    }
}

fn domain(card: model::DomainCard, base: &str) -> Domain {
    Domain {
        url: format!("{base}{}", card.href),
        name: card.name,
        title: card.title,
        description: card.description,
        owner: card.owner.map(owner),
        planned: card.planned,
    }
}

fn owner(owner: model::Owner) -> Owner {
    Owner { team: owner.team, email: owner.email, on_call: owner.on_call, channel: owner.channel }
}

impl Product {
    /// A product, from its pages.
    pub fn of(pages: &ProductPages, base: &str) -> Self {
        let page = &pages.product;
        let ids = |all: &[model::ProductRef]| all.iter().map(|one| one.id.clone()).collect();
        Self {
            id: page.id.clone(),
            domain: page.domain.clone(),
            name: page.name.clone(),
            title: page.title.clone(),
            description: page.description.clone(),
            version: page.version.clone(),
            archetype: page.archetype.clone(),
            classification: page.access.classification,
            pii: page.pii,
            tags: page.tags.clone(),
            owner: owner(page.owner.clone()),
            url: format!("{base}{}", page.href),
            manifest: page.manifest.clone(),
            versions: page.versions.iter().map(|one| version(one, base)).collect(),
            fields: page.fields.iter().map(field).collect(),
            output_ports: page.outputs.iter().map(port).collect(),
            upstream: ids(&page.lineage.upstream),
            downstream: ids(&page.lineage.downstream),
            consumers: page.consumers.iter().filter(|one| one.declared).map(|one| one.who.id.clone()).collect(),
            promises: page.promises.iter().map(|one| Promise { kind: one.kind, target: one.target.clone() }).collect(),
            build: page.build.as_ref().map(|build| build.status),
            policy_score: page.policies.as_ref().and_then(|verdict| verdict.score.parse().ok()),
        }
    }
}

fn version(version: &model::Version, base: &str) -> Version {
    Version {
        version: version.version.clone(),
        major: version.major,
        url: format!("{base}{}", version.href),
        deprecated: version.deprecated.clone(),
        removed: version.removed.clone(),
    }
}

fn field(field: &model::Field) -> Field {
    Field {
        name: field.path.clone(),
        logical_type: field.logical_type.clone(),
        required: field.required,
        primary_key: field.primary_key,
        pii: field.pii,
        description: field.description.clone(),
    }
}

fn port(port: &model::Output) -> OutputPort {
    let location = port.location.iter().map(|setting| (setting.name.clone(), setting.value.clone()));
    OutputPort { name: port.name.clone(), kind: port.kind.clone(), location: location.collect() }
}
