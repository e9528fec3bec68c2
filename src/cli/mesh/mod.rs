//! `mesh-cli mesh`: what is about many products together.

mod build;
mod check;
mod graph;
mod list;
mod report;

pub(super) use graph::known_product;

use clap::Subcommand;

use super::{Format, Outcome, Shell, interrupt};
use crate::error::Result;

/// The mesh as a whole: check it, list it, draw it, build it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(check::Args),
    Graph(graph::Args),
    List(list::Args),
    Report(report::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Build(args) => build::run(args, shell),
        Command::Check(args) => check::run(args, shell),
        Command::Graph(args) => graph::run(args, shell),
        Command::List(args) => list::run(args, shell),
        Command::Report(args) => report::run(args, shell),
    }
}
