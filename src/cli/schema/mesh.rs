//! `mesh-cli schema mesh`.

use crate::cli::{Outcome, Shell};
use crate::error::Result;

/// Print the JSON Schema of mesh.yaml (draft 2020-12)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema mesh > mesh.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, shell: &Shell) -> Result<Outcome> {
    shell.json(&crate::mesh::json_schema())?;
    Ok(Outcome::Fine)
}
