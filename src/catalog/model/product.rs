//! The pages of a product.

use serde::Serialize;

use super::{
    Access, Build, Consumer, Field, Graph, Input, Output, Owner, PolicyVerdict, ProductRef, Promise, Sample, Test,
    Version,
};

/// The page of a product.
#[derive(Debug, Clone, Serialize)]
pub struct ProductPage {
    /// `orders.order_events`.
    pub id: String,
    /// The name as it was written.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// The domain.
    pub domain: String,
    /// The domain for people.
    pub domain_title: String,
    /// The domain's page.
    pub domain_href: String,
    /// The number of the domain's colour: the class `hue-<n>`.
    pub hue: usize,
    /// Its page.
    pub href: String,
    /// The beginning of its description, on one line.
    pub summary: String,
    /// Its description, as it was written.
    pub description: String,
    /// The same as safe HTML: paragraphs.
    pub description_html: String,
    /// The version.
    pub version: String,
    /// The archetype's id.
    pub archetype: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who answers for it.
    pub owner: Owner,
    /// Its page in another catalog: an address that is safe as a link.
    pub catalog_url: Option<String>,
    /// Where its manifest is, below the root of the mesh.
    pub manifest: String,
    /// The version of the schema.
    pub schema_version: String,
    /// Which changes are compatible: `BACKWARD`, `FULL_TRANSITIVE`, …
    pub evolution: String,
    /// The fields of one row, members right after the field they belong to.
    pub fields: Vec<Field>,
    /// Whether any field holds personal data.
    pub pii: bool,
    /// What is promised.
    pub promises: Vec<Promise>,
    /// The quality tests.
    pub tests: Vec<Test>,
    /// Where its data comes from.
    pub inputs: Vec<Input>,
    /// How consumers reach it; the first one is the primary port.
    pub outputs: Vec<Output>,
    /// Where it comes from and where it goes.
    pub lineage: Provenance,
    /// Who reads it, and what for: all that are declared, and the first of the others.
    pub consumers: Vec<Consumer>,
    /// How many there are in all.
    pub readers: usize,
    /// Who may see it, and for how long it is kept.
    pub access: Access,
    /// Rows that `mesh build` built of the current version.
    pub sample: Option<Sample>,
    /// The major versions that are served, the current one first.
    pub versions: Vec<Version>,
    /// Its change log, as safe HTML.
    pub changelog_html: Option<String>,
    /// What the last `mesh build` found.
    pub build: Option<Build>,
    /// What policies say of it; nothing where they were not judged.
    pub policies: Option<PolicyVerdict>,
}

/// Where a product comes from and where it goes.
#[derive(Debug, Clone, Serialize)]
pub struct Provenance {
    /// The picture: two steps up and two steps down.
    pub graph: Option<Graph>,
    /// The products that it reads.
    pub upstream: Vec<ProductRef>,
    /// The products that read it.
    pub downstream: Vec<ProductRef>,
    /// Systems that it comes from: of input ports, and of `lineage.upstream`.
    pub systems: Vec<String>,
    /// How inputs become the product.
    pub steps: Vec<Step>,
}

/// How rows of inputs become rows of the product.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The name.
    pub name: String,
    /// What it does, and why, as safe HTML on one line.
    pub description_html: Option<String>,
    /// The input port that rows come from.
    pub from: Option<String>,
    /// The input ports that are joined to it.
    pub joins: Vec<String>,
}

/// The page of one major version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionPage {
    /// The version.
    #[serde(flatten)]
    pub version: Version,
    /// The fields of one row, members right after the field they belong to.
    pub fields: Vec<Field>,
    /// How consumers reach this version.
    pub outputs: Vec<Output>,
    /// Rows that `mesh build` built.
    pub sample: Option<Sample>,
    /// The consumers that have agreed to move on from it.
    pub acknowledged: Vec<ProductRef>,
}
