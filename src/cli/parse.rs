//! From the words of a command line to a command.

use std::ffi::OsString;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;

use super::create_product::Prepared;
use super::{Cli, Command, command};
use crate::error::Error;

/// Why there is no command to run.
pub(super) enum Stop {
    /// Help, the version, or what is wrong with the command line.
    Said(clap::Error),
    /// The pack that the flags come from cannot be used.
    Failed(Error),
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        Self::Said(error)
    }
}

/// The command that makes products, in each of its spellings.
const CREATIONS: [&[&str]; 2] = [&["create-product"], &["product", "create"]];

/// Parses a command line. The command that makes products has a flag for each option of its pack.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Cli, Stop> {
    let words = &arguments[1.min(arguments.len())..];
    let Some(creation) = CREATIONS
        .into_iter()
        .find(|creation| words.len() >= creation.len() && creation.iter().zip(words).all(|(name, word)| word == name))
    else {
        return Ok(Cli::from_arg_matches(&command().try_get_matches_from(arguments)?)?);
    };
    let (mut prepared, failed) = match Prepared::load(&words[creation.len()..]) {
        Ok(prepared) => (prepared, None),
        Err(error) => (Prepared::default(), Some(error)),
    };
    let command = at(command(), creation, &|command| prepared.add_flags(command));
    let matches = command.try_get_matches_from(arguments).map_err(|error| match (failed, error.kind()) {
        // It may well be a flag of the pack that cannot be loaded.
        (Some(failed), ErrorKind::UnknownArgument) => Stop::Failed(failed),
        _ => Stop::Said(error),
    })?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    if let Some(matches) = creation.iter().try_fold(&matches, |matches, name| matches.subcommand_matches(name)) {
        prepared.read(matches);
    }
    match &mut cli.command {
        Command::CreateProduct(args) => args.prepared = prepared,
        Command::Product(args) => args.create().prepared = prepared,
        _ => {}
    }
    Ok(cli)
}

/// The command with a change to one below it.
fn at(command: clap::Command, path: &[&str], change: &dyn Fn(clap::Command) -> clap::Command) -> clap::Command {
    match path {
        [] => change(command),
        [name, rest @ ..] => command.mut_subcommand(name, |below| at(below, rest, change)),
    }
}
