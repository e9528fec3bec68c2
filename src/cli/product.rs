//! `mesh-cli product`: the other spelling of `create-product`.

use super::{Outcome, Shell, create_product};
use crate::error::Result;

/// Work with one data product
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Create(Box<create_product::Args>),
}

impl Args {
    /// What the other spelling would be given.
    pub(super) fn create(&mut self) -> &mut create_product::Args {
        let Command::Create(args) = &mut self.command;
        args
    }
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Create(args) => create_product::run(args, shell),
    }
}
