//! `mesh-cli schema`: one file per subcommand.

mod manifest;
mod mesh;
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
    Manifest(manifest::Args),
    Mesh(mesh::Args),
    Waivers(waivers::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Manifest(args) => manifest::run(args, shell),
        Command::Mesh(args) => mesh::run(args, shell),
        Command::Waivers(args) => waivers::run(args, shell),
    }
}
