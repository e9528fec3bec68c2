<<<<<<< HEAD
//! `mesh-cli mesh`: what is about many products together.

mod build;

use clap::Subcommand;

use super::{Format, Outcome, Shell, interrupt};
use crate::error::Result;

/// The mesh as a whole: check it, draw it, build it
=======
//! `mesh-cli mesh`: the products of a mesh together.

mod check;
mod graph;
mod list;

pub(super) use graph::known_product;

use super::{Outcome, Shell};
use crate::error::Result;

/// Check, list and draw the products of a mesh together
>>>>>>> a8cfb73 (Check a mesh as a whole, and show who a change reaches)
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

<<<<<<< HEAD
#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
=======
#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(check::Args),
    Graph(graph::Args),
    List(list::Args),
>>>>>>> a8cfb73 (Check a mesh as a whole, and show who a change reaches)
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
<<<<<<< HEAD
        Command::Build(args) => build::run(args, shell),
=======
        Command::Check(args) => check::run(args, shell),
        Command::Graph(args) => graph::run(args, shell),
        Command::List(args) => list::run(args, shell),
>>>>>>> a8cfb73 (Check a mesh as a whole, and show who a change reaches)
    }
}
