//! `mesh-cli mesh`: what is about many products together.

mod build;

use clap::Subcommand;

use super::{Format, Outcome, Shell, interrupt};
use crate::error::Result;

/// The mesh as a whole: check it, draw it, build it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Build(args) => build::run(args, shell),
    }
}
