//! `mesh-cli policy`: rules that hold for every data product.

mod check;
mod known;
mod score;

use super::{Outcome, Shell};
use crate::error::Result;

/// Check products against the policies of the organisation, of their domain and of their own
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(check::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Check(args) => check::run(args, shell),
    }
}
