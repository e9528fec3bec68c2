//! `mesh-cli policy`: rules that hold for every data product.

mod check;
mod describe;
mod input;
mod known;
mod list;
mod new;
mod score;
mod show;
mod subject;
mod test;

use super::{Outcome, Shell};
use crate::error::Result;

/// Check products against policies, and look at, try and begin policies
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Check(check::Args),
    List(list::Args),
    Show(show::Args),
    Test(test::Args),
    New(new::Args),
    Input(input::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::Check(args) => check::run(args, shell),
        Command::List(args) => list::run(args, shell),
        Command::Show(args) => show::run(args, shell),
        Command::Test(args) => test::run(args, shell),
        Command::New(args) => new::run(args, shell),
        Command::Input(args) => input::run(args, shell),
    }
}
