//! `mesh-cli pack`: what a platform team does with packs.

mod docs;
mod eject;
mod lint;
mod list;
mod new;
mod show;
mod stack;
mod test;

use std::path::{Path, PathBuf};

use super::{Format, Outcome, Shell, usage};
use crate::error::Result;
use crate::pack::Pack;
use crate::pack::source::{Source, SourceError};
use stack::On;

/// Make, look at and check packs of templates
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    New(new::Args),
    Eject(eject::Args),
    List(list::Args),
    Show(show::Args),
    Lint(lint::Args),
    Test(test::Args),
    Docs(docs::Args),
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    match &args.command {
        Command::New(args) => new::run(args, shell),
        Command::Eject(args) => eject::run(args, shell),
        Command::List(args) => list::run(args, shell),
        Command::Show(args) => show::run(args, shell),
        Command::Lint(args) => lint::run(args, shell),
        Command::Test(args) => test::run(args, shell),
        Command::Docs(args) => docs::run(args, shell),
    }
}

/// The file that makes a folder a pack.
const PACK_FILE: &str = "pack.yaml";
/// What a source may be.
const SOURCES: &str = "write `builtin`, a folder, `git::<url>//<folder>?ref=<tag>` or an archive with its digest";

/// The pack that a command is about: the one that is named, else the folder that the user stands in, else the built-in.
fn load(source: Option<&str>, on: &On) -> Result<Pack> {
    let source = match source {
        Some(text) => text.parse().map_err(|error: SourceError| usage(error.to_string(), SOURCES))?,
        None if Path::new(PACK_FILE).is_file() => Source::Folder(PathBuf::new()),
        None => return Pack::builtin(),
    };
    match &source {
        Source::Folder(folder) => on.over(&folder.clone(), source),
        _ => on.over(Path::new(""), source),
    }
}

/// The folder of a pack, which must be one.
fn pack_folder(folder: &Path) -> Result<PathBuf> {
    if folder.join(PACK_FILE).is_file() {
        // `./x` reads better as `x`.
        return Ok(folder.components().collect());
    }
    Err(usage(
        format!("there is no {PACK_FILE} in {}", folder.display()),
        "name the folder of a pack, or make one with `mesh-cli pack new`",
    ))
}
