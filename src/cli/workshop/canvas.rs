//! `mesh-cli workshop canvas`.

use std::path::PathBuf;

use super::map;
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Outcome, Shell, report_files};
use crate::error::Result;
use crate::workshop::canvas::canvas;

/// The name of the page in a folder.
const FILE: &str = "canvas.html";

/// Print a domain map: an overview, and a page in A4 for each domain, with room to write
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop canvas map.yaml
  mesh-cli workshop canvas map.yaml --out wall.html")]
pub(super) struct Args {
    /// The domain map
    map: PathBuf,

    /// The file, or the folder that canvas.html is written to
    #[arg(long, short, value_name = "PATH", default_value = FILE)]
    out: PathBuf,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let map = match map::read(&args.map)? {
        Ok(map) => map,
        Err(report) => {
            shell.findings(&report);
            return Ok(Outcome::BadInput);
        }
    };
    let pack = args.packs.load(args.map.parent().unwrap_or(&args.map))?;
    tell(&pack, shell);
    let page = canvas(&map, &pack)?;
    let is_page = args.out.extension().is_some_and(|end| end == "html" || end == "htm");
    let path = if is_page && !args.out.is_dir() { args.out.clone() } else { args.out.join(FILE) };
    report_files::write_text(&path, page)?;
    shell.say(&format!("{}: {} pages; open it in a browser and print it", path.display(), map.file.domains.len() + 1));
    Ok(Outcome::Fine)
}
