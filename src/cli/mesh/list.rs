//! `mesh-cli mesh list`.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::cli::survey::{survey, tell_broken};
use crate::cli::{Format, Outcome, Shell};
use crate::diagnostics::plural;
use crate::error::Result;
use crate::mesh::graph::Graph;
use crate::mesh::{Survey, Surveyed};

/// List the products of a mesh, with their owners and how many products each reads and is read by
///
/// Exits 1 when there are products whose manifests cannot be read, which are told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli mesh list
  mesh-cli mesh list pilot --domain orders
  mesh-cli mesh list --format json | jq -r '.products[] | select(.classification == \"restricted\") | .id'")]
pub(super) struct Args {
    /// A folder of the mesh
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// Only the products of this domain
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,

    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.path, shell)?;
    let graph = Graph::of(&survey);
    let mut chosen: Vec<usize> = (0..survey.products.len()).collect();
    if let Some(domain) = &args.domain {
        super::graph::known_domain(&survey, domain)?;
        chosen.retain(|at| survey.products[*at].id.domain.as_str() == domain);
    }
    match args.format {
        Format::Json => {
            let products: Vec<Json> = chosen.iter().map(|at| data(&graph, *at)).collect();
            let broken: Vec<Json> = survey
                .broken
                .iter()
                .map(|broken| json!({ "place": broken.place, "findings": broken.report.lines() }))
                .collect();
            shell.json(&json!({ "formatVersion": 1, "products": products, "broken": broken }))?;
        }
        Format::Human => {
            shell.data(&screen(&survey, &graph, &chosen))?;
            tell_broken(&survey, shell);
        }
    }
    Ok(if survey.broken.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn data(graph: &Graph<'_>, at: usize) -> Json {
    let product = &graph.survey().products[at];
    let ids = |products: Vec<usize>| -> Vec<String> {
        products.into_iter().map(|at| graph.survey().products[at].id.to_string()).collect()
    };
    let manifest = &product.manifest;
    json!({
        "id": product.id,
        "place": product.place,
        "version": manifest.metadata.version,
        "archetype": manifest.spec.archetype,
        "classification": manifest.spec.access.classification,
        "owner": manifest.metadata.owner,
        "upstream": ids(graph.upstream(at)),
        "downstream": ids(graph.downstream(at)),
        "inputPorts": manifest.spec.input_ports.iter().map(|port| &port.name).collect::<Vec<_>>(),
        "outputPorts": manifest.spec.output_ports.iter().map(|port| &port.name).collect::<Vec<_>>(),
        "consumers": manifest.spec.access.consumers,
    })
}

const HEADINGS: [&str; 7] = ["product", "version", "archetype", "classification", "owner", "reads", "read by"];

fn screen(survey: &Survey, graph: &Graph<'_>, chosen: &[usize]) -> String {
    let row = |at: &usize| {
        let product: &Surveyed = &survey.products[*at];
        let manifest = &product.manifest;
        [
            product.id.to_string(),
            manifest.metadata.version.to_string(),
            manifest.spec.archetype.to_string(),
            manifest.spec.access.classification.as_str().to_owned(),
            crate::diagnostics::shown(&manifest.metadata.owner.team),
            graph.upstream(*at).len().to_string(),
            graph.downstream(*at).len().to_string(),
        ]
    };
    let rows: Vec<[String; 7]> = [HEADINGS.map(str::to_owned)].into_iter().chain(chosen.iter().map(row)).collect();
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default())
        .collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let _ = writeln!(out, "\n{}", plural(chosen.len(), "product"));
    out
}
