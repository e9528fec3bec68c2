//! `mesh-cli pack docs`.

use std::fs;
use std::path::PathBuf;

use super::{On, Outcome, Shell, load};
use crate::error::{Error, Result};
use crate::pack::docs;

/// Write the reference of a pack in Markdown: kinds, options, files and who owns them
///
/// With --check nothing is written, and the exit code is 1 when the file is out of date.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack docs
  mesh-cli pack docs packs/acme --out packs/acme/REFERENCE.md
  mesh-cli pack docs packs/acme --out packs/acme/REFERENCE.md --check")]
pub(super) struct Args {
    /// The pack: `standard`, a folder, or another source. The folder that you stand in, when it is one, else the built-in
    source: Option<String>,

    #[command(flatten)]
    on: On,

    /// The file to write, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Only say whether the file is out of date
    #[arg(long, requires = "out")]
    check: bool,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let page = docs::page(&load(args.source.as_deref(), &args.on)?)?;
    let Some(out) = &args.out else {
        shell.data(&page)?;
        return Ok(Outcome::Fine);
    };
    let current = fs::read(out).ok().is_some_and(|before| before == page.as_bytes());
    if current {
        return Ok(Outcome::Fine);
    }
    if args.check {
        shell.say(&format!("{} is out of date: run the command without --check", out.display()));
        return Ok(Outcome::Findings);
    }
    fs::write(out, page).map_err(|source| Error::Write { path: out.clone(), source })?;
    shell.say(&format!("wrote {}", out.display()));
    Ok(Outcome::Fine)
}
