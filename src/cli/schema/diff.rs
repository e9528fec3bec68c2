//! `mesh-cli schema diff`.

use super::changes::{Detail, section};
use super::check::terms;
use super::compare::{CompareArgs, Found, compare};
use crate::cli::as_of::AsOf;
use crate::cli::report_format::ReportArgs;
use crate::cli::{Outcome, Shell};
use crate::diagnostics::Report;
use crate::diagnostics::output::Document;
use crate::error::Result;

/// Show how the contract has changed, down to the last word
///
/// Every change is a line: what changed, what it asks of consumers, and the version that all of them need. Nothing is
/// judged; `mesh-cli schema check` does.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema diff
  mesh-cli schema diff --against v1.4.0 --format json
  mesh-cli schema diff --all products --format markdown")]
pub(super) struct Args {
    #[command(flatten)]
    compare: CompareArgs,

    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let mesh = args.compare.mesh()?;
    let compared = compare(&args.compare, mesh.as_ref(), &terms(None, None, AsOf::today()))?;
    // What cannot be read has nothing to show but why.
    let wrong: Vec<Report> = compared
        .iter()
        .filter_map(|one| match &one.outcome {
            Found::Wrong(report) => {
                Some(Report { product: Some(one.id.clone()), root: Some(one.root.clone()), ..report.clone() })
            }
            Found::Judged(_) => None,
        })
        .collect();
    let document = Document::new("schema diff", &wrong).section(section(&compared, Detail::All));
    args.report.show(&document, shell)?;
    Ok(if wrong.is_empty() { Outcome::Fine } else { Outcome::Findings })
}
