//! `mesh-cli schema`: one file per subcommand.

mod against;
mod bump;
mod changes;
mod check;
mod compare;
mod diff;
mod manifest;
mod map;
mod mesh;
mod register;
mod registry;
mod waivers;

use super::{Outcome, Shell};
use crate::error::Result;

/// The schemas of the files that people write, and of the data that products offer
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Bump(bump::Args),
    Check(check::Args),
    Diff(diff::Args),
    Manifest(manifest::Args),
    Map(map::Args),
    Mesh(mesh::Args),
    Register(register::Args),
    Waivers(waivers::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Bump(args) => bump::run(args, shell),
        Command::Check(args) => check::run(args, shell),
        Command::Diff(args) => diff::run(args, shell),
        Command::Manifest(args) => manifest::run(args, shell),
        Command::Map(args) => map::run(args, shell),
        Command::Mesh(args) => mesh::run(args, shell),
        Command::Register(args) => register::run(args, shell),
        Command::Waivers(args) => waivers::run(args, shell),
    }
}
