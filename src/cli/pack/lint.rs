//! `mesh-cli pack lint`.

use std::path::{Path, PathBuf};

use super::{On, Outcome, Shell, pack_folder};
use crate::cli::report_format::ReportArgs;
use crate::diagnostics::Report;
use crate::diagnostics::output::{Document, Judged};
use crate::error::Result;
use crate::pack::lint::{RULES, lint};

/// Check a pack: every problem at once, with its line in the template
///
/// Exits 0 when nothing is wrong, and 1 when there are errors. With --strict, warnings count as errors.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack lint
  mesh-cli pack lint packs/acme --strict
  mesh-cli pack lint packs/orders --on packs/acme --format json")]
pub(super) struct Args {
    /// The folder of the pack
    #[arg(default_value = ".", value_name = "DIR")]
    pack: PathBuf,

    #[command(flatten)]
    on: On,

    /// Exit with 1 on warnings, too
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let folder = pack_folder(&args.pack)?;
    let below = args.on.below(&folder)?;
    let reports = lint(&folder, below.as_ref())?;
    let rules = RULES.iter().map(|rule| Judged::from(*rule));
    args.report.give(&Document::new("pack lint", &reports).judged_by(rules), shell)?;
    if args.report.is_human() && reports.is_empty() {
        shell.say(&format!("{}: nothing to complain about", shown(&folder)));
    }
    let bad = |report: &Report| report.errors() > 0 || args.strict && report.warnings() > 0;
    Ok(if reports.iter().any(bad) { Outcome::Findings } else { Outcome::Fine })
}

fn shown(folder: &Path) -> String {
    if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() }
}
