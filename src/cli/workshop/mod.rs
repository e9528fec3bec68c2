//! `mesh-cli workshop`: one file per subcommand.

mod bootstrap;
mod canvas;
mod lint;
mod map;
mod new;
mod readiness;

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
    Canvas(canvas::Args),
    Lint(lint::Args),
    New(new::Args),
    Readiness(readiness::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Bootstrap(args) => bootstrap::run(args, shell),
        Command::Canvas(args) => canvas::run(args, shell),
        Command::Lint(args) => lint::run(args, shell),
        Command::New(args) => new::run(args, shell),
        Command::Readiness(args) => readiness::run(args, shell),
    }
}
