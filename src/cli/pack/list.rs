//! `mesh-cli pack list`.

use serde_json::json;

use super::{Format, Outcome, Shell};
use crate::error::Result;
use crate::pack::Pack;

/// List the packs that are there to use
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack list
  mesh-cli pack list --format json")]
pub(super) struct Args {
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let builtin = Pack::builtin()?;
    let about = &builtin.about;
    match args.format {
        Format::Json => shell.json(&json!({
            "formatVersion": 1,
            "packs": [{
                "name": about.name,
                "version": about.version,
                "description": about.description,
                "source": "builtin",
            }],
        }))?,
        Format::Human => {
            let line = format!("{} {}  builtin\n  {}\n", about.name, about.version, about.description);
            shell.data(&line)?;
        }
    }
    Ok(Outcome::Fine)
}
