//! `mesh-cli schema waivers`.

use crate::cli::{Outcome, Shell};
use crate::error::Result;

/// Print the JSON Schema of waivers.yaml (draft 2020-12)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema waivers > waivers.schema.json")]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, shell: &Shell) -> Result<Outcome> {
    shell.json(&crate::policy::waiver::json_schema())?;
    Ok(Outcome::Fine)
}
