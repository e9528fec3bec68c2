//! `mesh-cli workshop lint`.

use std::path::PathBuf;

use super::map;
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::report_format::ReportArgs;
use crate::cli::{Outcome, Shell};
use crate::diagnostics::output::Document;
use crate::diagnostics::plural;
use crate::error::Result;
use crate::workshop::lint::{RULES, lint};

/// Judge a domain map: boundaries, owners, events, questions and consumers; with the reason and what to do
///
/// Exits 0 when there are no errors, 1 when there are, and 2 when the map cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop lint map.yaml
  mesh-cli workshop lint map.yaml --format markdown")]
pub(super) struct Args {
    /// The domain map; ./map.yaml when none is named
    map: Option<PathBuf>,

    #[command(flatten)]
    report: ReportArgs,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let file = map::chosen(args.map.as_deref(), shell)?;
    let (report, readable) = match map::read(&file)? {
        Err(report) => (report, false),
        Ok(map) => {
            let pack = args.packs.load(file.parent().unwrap_or(&file))?;
            tell(&pack, shell);
            (lint(&map, &pack)?, true)
        }
    };
    let errors = report.errors();
    let reports = [report];
    args.report
        .give(&Document::new("workshop lint", &reports).judged_by(RULES.iter().map(|rule| (*rule).into())), shell)?;
    if args.report.is_human() && readable {
        let found = reports[0].findings.len();
        let rules = plural(RULES.len(), "rule");
        shell.say(&if found == 0 { format!("nothing to object to, by {rules}") } else { format!("judged by {rules}") });
    }
    Ok(match (readable, errors) {
        (false, _) => Outcome::BadInput,
        (true, 0) => Outcome::Fine,
        (true, _) => Outcome::Findings,
    })
}
