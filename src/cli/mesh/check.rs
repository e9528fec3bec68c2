//! `mesh-cli mesh check`.

use std::path::PathBuf;

use crate::cli::as_of::AsOf;
use crate::cli::report_format::ReportArgs;
use crate::cli::survey::survey;
use crate::cli::waivers::{Run, settle};
use crate::cli::{Outcome, Shell};
use crate::diagnostics::output::{Document, Judged};
use crate::diagnostics::{Report, plural};
use crate::error::Result;
use crate::mesh::Graph;
use crate::mesh::check::{RULES, check};
use crate::policy::waiver::{Product, of_mesh};

/// Check the products of a mesh together: what each reads, promises, protects and says of the others
///
/// The whole mesh that the folder is in is checked; without a mesh.yaml, every product below the folder. A manifest that
/// cannot be read is named, and the other products are checked. Exits 0 when nothing is wrong, and 1 when there are errors.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli mesh check
  mesh-cli mesh check ../pilot --format markdown
  mesh-cli mesh check --output sarif=mesh.sarif --output junit=mesh.xml")]
pub(super) struct Args {
    /// A folder of the mesh
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    #[command(flatten)]
    as_of: AsOf,

    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.path, shell)?;
    let mut reports = check(&survey, &Graph::of(&survey))?;
    let ids: Vec<String> = survey.products.iter().map(|product| product.id.to_string()).collect();
    let products: Vec<Product<'_>> =
        ids.iter().zip(&survey.products).map(|(id, product)| Product { id, root: &product.root }).collect();
    let rules = of_mesh(true);
    let whole = [survey.root.clone()];
    let run = Run { as_of: args.as_of.day(), rules: &rules, all_known: false, whole: &whole };
    let settled = settle(&products, &mut reports, &run)?;
    reports.extend(settled.reports);
    let judged = RULES.iter().map(|rule| Judged {
        rule: rule.rule.shared(),
        severity: rule.severity,
        category: None,
        remedy: None,
    });
    args.report.give(&Document::new("mesh check", &reports).judged_by(judged), shell)?;
    if args.report.is_human() {
        let broken = survey.broken.len();
        let aside = if broken == 0 { String::new() } else { format!("; {broken} cannot be read") };
        shell.say(&format!("checked {}{aside}", plural(survey.products.len(), "product")));
    }
    let errors: usize = reports.iter().map(Report::errors).sum();
    Ok(if errors > 0 { Outcome::Findings } else { Outcome::Fine })
}
