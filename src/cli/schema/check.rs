//! `mesh-cli schema check`.

use super::changes::{Detail, section};
use super::compare::{CompareArgs, Compared, Found, compare};
use crate::cli::as_of::AsOf;
use crate::cli::report_format::ReportArgs;
use crate::cli::waivers::{Run, settle};
use crate::cli::{Outcome, Shell};
use crate::diagnostics::Report;
use crate::diagnostics::output::{Document, Judged as Rule};
use crate::error::Result;
use crate::evolution::{contract, history};
use crate::manifest::document::Evolution;
use crate::manifest::value::{Date, Duration};
use crate::mesh::Mesh;
use crate::policy::waiver::{Product, of_evolution};

/// Check that no change of the contract breaks a consumer
///
/// The manifest is compared with the one that the branch began with, and with every earlier version. A change that breaks
/// somebody needs a new major version, the old one beside it for a time, and the word of every declared consumer.
///
/// Exits 0 when every change may be made, 1 when one may not, and 2 when there is nothing to compare with.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema check
  mesh-cli schema check orders/order_events --against origin/release
  mesh-cli schema check --all products --format markdown --output sarif=schema.sarif
  mesh-cli schema check --against v1.4.0 --mode BACKWARD")]
pub(super) struct Args {
    #[command(flatten)]
    compare: CompareArgs,

    /// The compatibility to ask for, whatever the manifest says: BACKWARD, FORWARD, FULL, each also with _TRANSITIVE, or NONE
    #[arg(long, value_parser = mode)]
    mode: Option<Evolution>,

    #[command(flatten)]
    as_of: AsOf,

    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let mesh = args.compare.mesh()?;
    let terms = terms(mesh.as_ref(), args.mode, args.as_of.day());
    let compared = compare(&args.compare, mesh.as_ref(), &terms)?;
    let reports = reports(&compared, args)?;
    let rules = contract::RULES.iter().map(|row| Rule::from(&row.rule));
    let rules = rules.chain(history::RULES.iter().map(|rule| Rule::from(*rule)));
    let document =
        Document::new("schema check", &reports).judged_by(rules).section(section(&compared, Detail::Notable));
    args.report.give(&document, shell)?;
    let errors = reports.iter().map(Report::errors).sum::<usize>();
    Ok(if errors > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// What the products are held to.
pub(super) fn terms(mesh: Option<&Mesh>, mode: Option<Evolution>, as_of: Date) -> history::Terms {
    let window = mesh.and_then(|mesh| mesh.evolution.window.as_ref());
    history::Terms { mode, window: window.map_or(history::WINDOW_DAYS, Duration::days), as_of }
}

/// What is wrong with each product, but for what is waived, and with the waivers.
fn reports(compared: &[Compared], args: &Args) -> Result<Vec<Report>> {
    let mut reports: Vec<Report> = compared.iter().map(report).collect();
    let products: Vec<Product<'_>> = compared.iter().map(|one| Product { id: &one.id, root: &one.root }).collect();
    // A change is made once: a waiver that let it happen is not missed afterwards.
    let rules = of_evolution(false);
    let whole: Vec<_> = args.compare.whole().into_iter().collect();
    let run = Run { as_of: args.as_of.day(), rules: &rules, all_known: false, whole: &whole };
    let settled = settle(&products, &mut reports, &run)?;
    for (one, report) in compared.iter().zip(&mut reports) {
        if let Some(judged) = one.judged() {
            judged.judgement.with_waived(&judged.node, &mut report.findings);
        }
    }
    Ok(reports.into_iter().map(Report::in_order).chain(settled.reports).collect())
}

fn report(one: &Compared) -> Report {
    let report = match &one.outcome {
        Found::Wrong(report) => report.clone(),
        Found::Judged(judged) => Report::new(Some(one.source.clone()), judged.judgement.findings.clone()),
    };
    Report { product: Some(one.id.clone()), root: Some(one.root.clone()), ..report }
}

/// A mode as the registry spells it, in either case.
fn mode(text: &str) -> Result<Evolution, String> {
    let name = text.to_ascii_uppercase().replace('-', "_");
    serde_json::from_value(name.into())
        .map_err(|_| "a mode is BACKWARD, FORWARD or FULL, each of them also with _TRANSITIVE, or NONE".to_owned())
}
