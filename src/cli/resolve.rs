//! `mesh-cli resolve`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::unfinished::{FOLLOW, is_finished, open};
use super::{Format, Outcome, Shell, interrupt, usage};
use crate::diagnostics::plural;
use crate::error::Result;
use crate::manifest::document::FILE_NAME;
use crate::mesh::Mesh;
use crate::plan::folder::Aborted;
use crate::plan::{Forced, ProductFolder};
use crate::product::{self, Side};

/// Finish an update whose conflicts are resolved, or decide conflicts at once
///
/// In a mesh, also the conflicts that `init` or `workshop bootstrap` left in the files of the mesh itself.
///
/// Exits 0 when the update is finished, and 1 while there are conflicts left, which are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli resolve
  mesh-cli resolve --take yours README.md
  mesh-cli resolve --take new '**/*.yml' --product orders/order_events
  mesh-cli resolve --abort")]
pub(super) struct Args {
    /// The files that --take decides: paths in the product, folders or globs
    #[arg(requires = "take")]
    files: Vec<String>,

    /// The side that is taken in every conflict of these files
    #[arg(long, value_enum, value_name = "SIDE", requires = "files")]
    take: Option<Side>,

    /// Put back every byte that the update replaced
    #[arg(long, conflicts_with = "take")]
    abort: bool,

    /// With --abort: put this file, folder or glob back too, although it was edited since (can be repeated)
    #[arg(long, value_name = "PATH", requires = "abort")]
    force: Vec<String>,

    /// The folder of the product, or of the mesh
    #[arg(long, value_name = "DIR", default_value = ".")]
    product: PathBuf,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    if args.abort {
        return abort(&args.product, &args.force, args.format, shell);
    }
    let root = waiting(&args.product)?;
    let folder = open(&root, &|message| shell.say(message))?;
    let Some(pending) = folder.pending()? else {
        return Err(nothing_pending());
    };
    if let Some(side) = args.take {
        let chosen = Forced::select(&args.files, &pending.info.conflicts, "file with a conflict")?;
        for path in pending.info.conflicts.iter().filter(|path| chosen.names(path)) {
            folder.apply(&product::take(&root, path, side)?, None, &interrupt::requested)?;
        }
    }
    let finished = is_finished(&root, Some(&folder), args.format, shell)?;
    if finished && args.format == Format::Json {
        shell.json(&json!({ "formatVersion": 1, "finished": true, "target": pending.info.target, "findings": [] }))?;
    }
    Ok(if finished { Outcome::Fine } else { Outcome::Findings })
}

/// The folder in which something waits: that of the product, else that of the mesh around it.
fn waiting(path: &Path) -> Result<PathBuf> {
    let product = product::find(path);
    let Some(mesh) = Mesh::file_of(path)?.and_then(|file| file.parent().map(Path::to_owned)) else { return product };
    let waits = |root: &Path| ProductFolder::look(root).map(|glance| glance.pending.is_some());
    match product {
        Ok(root) if waits(&root)? || !waits(&mesh)? => Ok(root),
        Err(error) if !path.exists() => Err(error),
        _ => Ok(mesh),
    }
}

fn nothing_pending() -> crate::error::Error {
    usage("no update is waiting to be finished", "see how the product stands with `mesh-cli status`")
}

/// Puts back what the pending update replaced.
pub(super) fn abort(path: &Path, force: &[String], format: Format, shell: &Shell) -> Result<Outcome> {
    let root = waiting(path)?;
    let folder = open(&root, &|message| shell.say(message))?;
    let Some(pending) = folder.pending()? else { return Err(nothing_pending()) };
    let forced =
        Forced::select(force, pending.written.iter().map(|written| &written.path), "file that the update wrote")?;
    let (outcome, word, paths) = match folder.abort(&|path| forced.names(path), &interrupt::requested)? {
        Aborted::Restored(paths) => (Outcome::Fine, "restored", paths),
        Aborted::Edited(paths) => (Outcome::Findings, "edited", paths),
    };
    match (format, outcome) {
        (Format::Json, _) => shell.json(&json!({ "formatVersion": 1, word: paths }))?,
        (Format::Human, Outcome::Fine) => {
            let count = plural(paths.len(), "file");
            shell.say(&format!("aborted the update to {}: {count} put back as before", pending.info.target));
            if paths.iter().any(|path| path.as_str().ends_with(&format!("/{FILE_NAME}"))) {
                shell.say(FOLLOW);
            }
        }
        (Format::Human, _) => {
            for path in &paths {
                shell.say(&format!("edited    {path}"));
            }
            shell.say("these files were edited since the update: nothing was put back");
            shell.say("help: name those whose edits may go with `mesh-cli resolve --abort --force PATH`");
        }
    }
    Ok(outcome)
}
