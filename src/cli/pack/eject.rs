//! `mesh-cli pack eject`.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{On, Outcome, PACK_FILE, Shell, pack_folder, usage};
use crate::diagnostics::{nearest, shown};
use crate::error::{Error, Result};
use crate::pack::Files;
use crate::plan::ProductPath;

/// Copy files of the pack below into a pack, to change them there
///
/// Nothing is overwritten: a file that the pack has already is an error, and then nothing is copied.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack eject product/README.md.tera
  mesh-cli pack eject product/Makefile.tera ports/duckdb/port.yaml --pack packs/acme")]
pub(super) struct Args {
    /// Files of the pack below, by their paths inside it; `mesh-cli pack show` lists them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    /// The folder of the pack that gets the copies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pack: PathBuf,

    #[command(flatten)]
    on: On,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let folder = pack_folder(&args.pack)?;
    let Some(below) = args.on.below(&folder)? else {
        return Err(usage(
            "the pack extends no other, so there is nothing to copy",
            "say `extends: standard` in pack.yaml",
        ));
    };
    let below = below.files();
    let mut copies = Vec::new();
    for path in &args.paths {
        let contents = below.get(path).filter(|_| path != PACK_FILE).ok_or_else(|| unknown(path, below))?;
        // A pack's paths are as harmless as a product's.
        let inside: ProductPath =
            path.parse().map_err(|error| Error::Pack { message: format!("the pack below: {error}") })?;
        let target = inside.below(&folder);
        if fs::symlink_metadata(&target).is_ok() {
            return Err(taken(&target));
        }
        copies.push((path, target, contents));
    }
    for (path, target, contents) in copies {
        write(&folder, &target, contents)?;
        let shown = target.strip_prefix(".").unwrap_or(&target);
        shell.say(&format!("copied {path} to {}", shown.display()));
    }
    Ok(Outcome::Fine)
}

fn taken(target: &Path) -> Error {
    usage(format!("{} is there already", target.display()), "remove it first, if you want the file from below again")
}

/// Writes a new file, and follows no link on the way to it.
fn write(folder: &Path, target: &Path, contents: &[u8]) -> Result<()> {
    let parent = target.parent().unwrap_or(folder);
    let failed = |source| Error::Write { path: target.to_owned(), source };
    fs::create_dir_all(parent).map_err(failed)?;
    let real = |path: &Path| path.canonicalize().map_err(failed);
    if !real(parent)?.starts_with(real(folder)?) {
        return Err(usage(
            format!("{} leads out of the pack", parent.display()),
            "remove the symbolic link on the way",
        ));
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(target)
        .map_err(|source| if source.kind() == ErrorKind::AlreadyExists { taken(target) } else { failed(source) })?;
    file.write_all(contents).map_err(failed)
}

fn unknown(path: &str, below: &Files) -> Error {
    let known: Vec<&str> = below.paths().filter(|known| *known != PACK_FILE).collect();
    // People know the file of the product, and leave out where its template lies.
    let ends = |known: &&str| known.ends_with(&format!("/{path}")) || known.ends_with(&format!("/{path}.tera"));
    let named: Vec<&str> = known.iter().copied().filter(ends).collect();
    let hint = match named.as_slice() {
        [] => nearest(path, known.iter().copied()).map(|near| format!("did you mean `{near}`?")),
        [one] => Some(format!("did you mean `{one}`?")),
        several => Some(format!("did you mean one of {}?", several.join(", "))),
    };
    usage(
        format!("the pack below has no file `{}`", shown(path)),
        hint.unwrap_or_else(|| "`mesh-cli pack show standard` lists its files".to_owned()),
    )
}
