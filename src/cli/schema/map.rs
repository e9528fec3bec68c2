//! `mesh-cli schema map`.

use crate::cli::{Outcome, Shell};
use crate::error::Result;

/// Print the JSON Schema of a domain map (draft 2020-12)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema map > domain-map.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, shell: &Shell) -> Result<Outcome> {
    shell.json(&crate::workshop::map::json_schema())?;
    Ok(Outcome::Fine)
}
