//! `mesh-cli schema`.

use super::{Outcome, Shell};
use crate::error::Result;
use crate::{manifest, mesh};

/// Print the schemas of the files that people write
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print the JSON Schema of the manifest (draft 2020-12)
    #[command(after_help = "\
Examples:
  mesh-cli schema manifest > data-product.schema.json")]
    Manifest,

    /// Print the JSON Schema of mesh.yaml (draft 2020-12)
    #[command(after_help = "\
Examples:
  mesh-cli schema mesh > mesh.schema.json")]
    Mesh,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match args.command {
        Command::Manifest => shell.json(&manifest::json_schema())?,
        Command::Mesh => shell.json(&mesh::json_schema())?,
    }
    Ok(Outcome::Fine)
}
