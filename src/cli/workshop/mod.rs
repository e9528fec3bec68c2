//! `mesh-cli workshop`: one file per subcommand.

mod bootstrap;
mod map;

use super::{Outcome, Shell};
use crate::error::Result;

/// From a domain map to a running pilot mesh, in an afternoon
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Bootstrap(bootstrap::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Bootstrap(args) => bootstrap::run(args, shell),
    }
}
