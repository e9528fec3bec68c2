//! `mesh-cli catalog`.

mod build;
mod serve;
mod verdicts;

use clap::Subcommand;

use super::{Outcome, Shell};
use crate::error::Result;

/// The catalog: a static site over the products of a mesh
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Serve(serve::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Build(args) => build::run(args, shell),
        Command::Serve(args) => serve::run(args, shell),
    }
}
