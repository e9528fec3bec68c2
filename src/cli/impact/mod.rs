//! `mesh-cli impact`.

mod show;
mod subject;

use std::path::PathBuf;

use clap::ValueEnum;

use super::survey::{survey, tell_broken};
use super::{Outcome, Shell};
use crate::error::Result;
use crate::mesh::Graph;
use crate::mesh::impact::impact;
use subject::subject;

/// Show who is affected when a product, or a field of it, changes or goes
///
/// A field is followed from input port to input port, through the columns, joins and conditions of transformations. Each
/// product that it reaches is shown with the way, its fields and its owner, and with them the declared consumers that are
/// no products.
///
/// Exits 1 when there are products whose manifests cannot be read, which are told: the change may reach them as well.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli impact orders.order_events
  mesh-cli impact orders.order_events.customer_id
  mesh-cli impact customer.profiles.address.city --format markdown")]
pub(super) struct Args {
    /// A product, or a field of it: <domain>.<name>[.<field>]
    #[arg(value_name = "PRODUCT[.FIELD]")]
    subject: String,

    /// A folder of the mesh
    #[arg(long, default_value = ".", value_name = "PATH")]
    mesh: PathBuf,

    /// How it is shown
    #[arg(long, value_enum, default_value_t)]
    format: ImpactFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ImpactFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For a ticket, or the comment on a pull request
    Markdown,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.mesh, shell)?;
    let graph = Graph::of(&survey);
    let (product, field) = subject(&args.subject, &graph)?;
    let impact = impact(&graph, product, field);
    let shown = show::Shown::of(&graph, &impact);
    match args.format {
        ImpactFormat::Human => shell.data(&shown.human())?,
        ImpactFormat::Json => shell.json(&shown.json())?,
        ImpactFormat::Markdown => shell.data(&shown.markdown())?,
    }
    tell_broken(&survey, shell);
    Ok(if survey.broken.is_empty() { Outcome::Fine } else { Outcome::Findings })
}
