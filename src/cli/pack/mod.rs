//! `mesh-cli pack`: what a platform team does with packs.

mod docs;
mod eject;
mod lint;
mod list;
mod new;
mod show;
mod test;

use std::path::{Path, PathBuf};

use super::{Format, Outcome, Shell, usage};
use crate::error::Result;
use crate::pack::Pack;
use crate::pack::source::{Cache, Source, SourceError};

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
fn load(source: Option<&str>) -> Result<Pack> {
    let source = match source {
        Some(text) => text.parse().map_err(|error: SourceError| usage(error.to_string(), SOURCES))?,
        None if Path::new(PACK_FILE).is_file() => Source::Folder(PathBuf::new()),
        None => return Pack::builtin(),
    };
    Pack::load(&[source], Path::new("."), &Cache::from_environment()?)
}

/// The packs below the one in a folder; none, when it extends none. `on` names those beside the built-in one.
fn below(folder: &Path, on: &[Source]) -> Result<Option<Pack>> {
    let text = std::fs::read_to_string(folder.join(PACK_FILE)).unwrap_or_default();
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    let about: serde_json::Value = serde_yaml::from_str_with_options(&text, options).unwrap_or_default();
    // A pack that cannot be read is one that lies over the built-in pack: most do.
    if about.is_object() && about.get("extends").is_none() && on.is_empty() {
        return Ok(None);
    }
    Pack::load(on, Path::new("."), &Cache::from_environment()?).map(Some)
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
