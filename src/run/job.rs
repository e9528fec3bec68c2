//! What a worker is told of one product.

use std::path::PathBuf;

use serde::Serialize;

use super::result::folder;
use crate::error::Result;
use crate::manifest::Manifest;
use crate::mesh::graph::Edge;
use crate::mesh::offer::Offer;
use crate::mesh::{Graph, Survey, Surveyed};
use crate::product::{SharedPacks, packs};
use crate::render::Context;

/// The folder of the dbt project in a product.
const PROJECT: &str = "dbt";

/// One product to build.
#[derive(Debug, Serialize)]
pub(super) struct Job {
    /// Its id.
    product: String,
    /// Its dbt project.
    project: PathBuf,
    /// Where to put what is built.
    out: PathBuf,
    /// The model that consumers read.
    model: String,
    /// The major versions of it.
    versions: Vec<u64>,
    /// What it reads of other products.
    sources: Vec<Reading>,
}

/// A table that another product of the mesh gives.
#[derive(Debug, Serialize)]
struct Reading {
    /// The input port.
    port: String,
    /// The id of the product.
    product: String,
    /// The major version that is read.
    version: u64,
    /// What it built.
    parquet: PathBuf,
    /// The dbt source.
    source: String,
    /// Its table.
    table: String,
    /// The seed that stands in for it in the project.
    seed: String,
    /// The columns that are read.
    columns: Vec<String>,
}

/// A job, or why there is none.
pub(super) type Prepared = std::result::Result<Job, String>;

/// The job of a product.
pub(super) fn job(graph: &Graph<'_>, at: usize, shared: &SharedPacks) -> Result<Prepared> {
    let survey = graph.survey();
    let product = &survey.products[at];
    let project = product.root.join(PROJECT);
    if !project.join("dbt_project.yml").is_file() {
        let place = crate::mesh::from_here(&product.root);
        return Ok(Err(format!("it has no dbt project: render it with `mesh-cli generate {place}`")));
    }
    let pack = packs::as_locked(&product.root, shared)?;
    let context = Context::new(&product.manifest, &pack)?;
    let mut sources = Vec::new();
    for edge in graph.edges_into(at) {
        let above = &survey.products[edge.from];
        let Some(offer) = Offer::asked(&above.manifest, edge.version.as_deref()) else {
            return Ok(Err(not_served(edge, above)));
        };
        let version = offer.version().major();
        let input = &context.inputs[edge.port_index];
        sources.push(Reading {
            port: edge.port.clone(),
            product: above.id.to_string(),
            version,
            parquet: parquet(survey, above, version),
            source: input.source.clone(),
            table: input.entity.clone(),
            seed: input.seed.clone(),
            columns: input.fields.iter().map(|field| field.column.clone()).collect(),
        });
    }
    Ok(Ok(Job {
        product: product.id.to_string(),
        project,
        out: folder(&survey.root, &product.id.to_string()),
        model: format!("{}_output", context.product.model),
        versions: majors(&product.manifest).collect(),
        sources,
    }))
}

/// Whether there is all of what a product built at its last run, for those that read it.
pub(super) fn is_built(survey: &Survey, product: &Surveyed) -> bool {
    majors(&product.manifest).all(|major| parquet(survey, product, major).is_file())
}

fn parquet(survey: &Survey, product: &Surveyed, major: u64) -> PathBuf {
    folder(&survey.root, &product.id.to_string()).join(format!("v{major}.parquet"))
}

/// The major versions that consumers can read, the current one first.
fn majors(manifest: &Manifest) -> impl Iterator<Item = u64> {
    Offer::all(manifest).into_iter().map(|offer| offer.version().major())
}

fn not_served(edge: &Edge, above: &Surveyed) -> String {
    let served: Vec<String> = Offer::all(&above.manifest).iter().map(|offer| offer.version().to_string()).collect();
    let asked = edge.version.as_deref().unwrap_or_default();
    let (id, served) = (&above.id, served.join(" and "));
    format!("its input port `{}` reads {id} in version {asked}, which serves {served}", edge.port)
}
