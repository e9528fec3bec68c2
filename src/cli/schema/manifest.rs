//! `mesh-cli schema manifest`.

use crate::cli::{Outcome, Shell};
use crate::error::Result;

/// Print the JSON Schema of the manifest (draft 2020-12)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema manifest > data-product.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, shell: &Shell) -> Result<Outcome> {
    shell.json(&crate::manifest::json_schema())?;
    Ok(Outcome::Fine)
}
