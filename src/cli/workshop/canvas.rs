//! `mesh-cli workshop canvas`.

use std::fs;
use std::path::PathBuf;

use super::map;
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Outcome, Shell, report_files};
use crate::error::{Error, Result};
use crate::workshop::canvas::canvas;

/// The name of the page in a folder.
const FILE: &str = "canvas.html";
/// The last line of every page: only a file that ends with it is written over.
const MARKER: &str = "<!-- mesh-cli workshop canvas wrote this page, and writes over it. -->";

/// Print a domain map: an overview, and a page in A4 for each domain, with room to write
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop canvas map.yaml
  mesh-cli workshop canvas map.yaml --out wall.html")]
pub(super) struct Args {
    /// The domain map; ./map.yaml when none is named
    map: Option<PathBuf>,

    /// The file, or the folder that canvas.html is written to
    #[arg(long, short, value_name = "PATH", default_value = FILE)]
    out: PathBuf,

    /// Write over the file, although it is no canvas
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let file = map::chosen(args.map.as_deref(), shell)?;
    let path = place(args)?;
    let map = match map::read(&file)? {
        Ok(map) => map,
        Err(report) => {
            shell.findings(&report);
            return Ok(Outcome::BadInput);
        }
    };
    let pack = args.packs.load(file.parent().unwrap_or(&file))?;
    tell(&pack, shell);
    let page = format!("{}\n{MARKER}\n", canvas(&map, &pack)?.trim_end());
    report_files::write_text(&path, page)?;
    shell.say(&format!("{}: {} pages; open it in a browser and print it", path.display(), map.file.domains.len() + 1));
    Ok(Outcome::Fine)
}

/// Where the page goes. What somebody else wrote stays.
fn place(args: &Args) -> Result<PathBuf> {
    let is_page = args.out.extension().is_some_and(|end| end == "html" || end == "htm");
    let taken = |path: PathBuf, reason: &str, hint: &str| Error::Destination {
        path,
        reason: reason.to_owned(),
        hint: hint.to_owned(),
    };
    if !is_page && args.out.is_file() {
        return Err(taken(args.out.clone(), "is a file, and no page", "name a file that ends with .html, or a folder"));
    }
    let path = if is_page && !args.out.is_dir() { args.out.clone() } else { args.out.join(FILE) };
    let ours = || fs::read(&path).is_ok_and(|page| page.trim_ascii_end().ends_with(MARKER.as_bytes()));
    if path.is_file() && !args.force && !ours() {
        let hint = "choose another name with --out, or write over it with --force";
        return Err(taken(path, "is there already, and no canvas", hint));
    }
    Ok(path)
}
