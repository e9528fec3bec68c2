//! The command line: one file per command, with its arguments and its `run`.

mod as_of;
mod ask;
mod assignment;
mod catalog;
mod completions;
mod create_product;
mod fleet;
mod foreign;
mod format;
mod generate;
mod impact;
mod in_step;
mod init;
mod interrupt;
mod mesh;
mod pack;
mod pack_choice;
mod parse;
mod policy;
mod product;
mod report_files;
mod report_format;
mod resolve;
mod schema;
mod shell;
mod status;
mod survey;
mod threads;
mod unfinished;
mod update;
mod validate;
mod waivers;
mod workshop;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::{Error, Result};

pub use format::Format;
pub use shell::Shell;

/// Turns one manifest into everything a data product needs, and keeps it in step for life.
#[derive(Debug, Parser)]
#[command(name = "mesh-cli", propagate_version = false, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  mesh-cli create-product
  mesh-cli create-product --domain logistics --name shipment_tracking --yes
  mesh-cli validate shipment_tracking";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    CreateProduct(Box<create_product::Args>),
    Product(product::Args),
    Generate(generate::Args),
    Update(update::Args),
    Resolve(resolve::Args),
    Status(status::Args),
    Validate(validate::Args),
    Pack(pack::Args),
    Policy(policy::Args),
    Mesh(mesh::Args),
    Impact(impact::Args),
    Schema(schema::Args),
    Catalog(catalog::Args),
    Workshop(workshop::Args),
    Completions(completions::Args),
}

/// What a command found out: the exit code of a run that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Fine,
    /// Something was found: the run worked, the input has findings.
    Findings,
    /// The input cannot be used.
    BadInput,
}

impl Outcome {
    fn exit_code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::BadInput => 2,
        }
    }
}

/// Parses the command line, runs the command, prints an error once, and returns the exit code.
pub fn main() -> ExitCode {
    let shell = Shell::from_environment();
    let outcome = match parse::parse(std::env::args_os().collect()) {
        Ok(cli) => interrupt::watch().and_then(|()| {
            threads::start();
            run(&cli, &shell)
        }),
        Err(parse::Stop::Failed(error)) => Err(error),
        Err(parse::Stop::Said(error)) => {
            // Help and version are not errors; clap knows which stream and code each has.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    ExitCode::from(match outcome {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => {
            shell.error(&error);
            error.exit_code()
        }
    })
}

/// The whole command line, for parsing, completions and the reference.
pub fn command() -> clap::Command {
    Cli::command().version(VERSION)
}

/// The versions of the program and of the pack that is built into it.
const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), " (pack ", env!("BUILTIN_PACK_NAME"), " ", env!("BUILTIN_PACK_VERSION"), ")");

fn run(cli: &Cli, shell: &Shell) -> Result<Outcome> {
    match &cli.command {
        Command::Init(args) => init::run(args, shell),
        Command::CreateProduct(args) => create_product::run(args, shell),
        Command::Product(args) => product::run(args, shell),
        Command::Generate(args) => generate::run(args, shell),
        Command::Update(args) => update::run(args, shell),
        Command::Resolve(args) => resolve::run(args, shell),
        Command::Status(args) => status::run(args, shell),
        Command::Validate(args) => validate::run(args, shell),
        Command::Pack(args) => pack::run(args, shell),
        Command::Policy(args) => policy::run(args, shell),
        Command::Mesh(args) => mesh::run(args, shell),
        Command::Impact(args) => impact::run(args, shell),
        Command::Schema(args) => schema::run(args, shell),
        Command::Catalog(args) => catalog::run(args, shell),
        Command::Workshop(args) => workshop::run(args, shell),
        Command::Completions(args) => completions::run(args, shell),
    }
}

fn usage(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Usage { message: message.into(), hint: Some(hint.into()) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_well_formed() {
        super::command().debug_assert();
    }
}
