//! `mesh-cli validate`.

use std::path::{Path, PathBuf};

use super::foreign::in_our_form;
use super::pack_choice::{PackArgs, tell};
use super::report_format::ReportArgs;
use super::{Outcome, Shell, usage};
use crate::diagnostics::Report;
use crate::diagnostics::output::{Document, Judged};
use crate::error::Result;
use crate::manifest::check::RULES;
use crate::manifest::name::Name;
use crate::manifest::node::Node;
use crate::manifest::value::ProductId;
use crate::manifest::{Draft, document, read, resolve};

/// Check a manifest: every problem at once, with its line
///
/// Exits 0 when nothing is wrong, 1 when there are errors in the manifest, and 2 when there is no manifest to check.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli validate
  mesh-cli validate orders/order_events
  mesh-cli validate data-product.yaml --format json")]
pub(super) struct Args {
    /// The manifest, or the folder of the product
    #[arg(default_value = ".")]
    path: PathBuf,

    #[command(flatten)]
    report: ReportArgs,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let path = manifest_path(&args.path)?;
    let pack = args.packs.load_for(path.parent().unwrap_or(Path::new("")))?;
    tell(&pack, shell);
    let document = read::read(&path)?;
    let (product, report) = match document.node {
        Err(finding) => (None, Report::new(Some(document.source), vec![*finding])),
        Ok(node) => {
            let node = in_our_form(node, &document.source, &pack, shell)?;
            let product = id(&node);
            match resolve(Draft::from_file(node, document.source), &pack)? {
                Ok((_, report)) | Err(report) => (product, report),
            }
        }
    };
    let reports = [Report { product, root: path.parent().map(Path::to_owned), ..report }];
    let rules = RULES.iter().map(|rule| Judged::from(*rule));
    args.report.give(&Document::new("validate", &reports).judged_by(rules), shell)?;
    let [report] = reports;
    if args.report.is_human() && report.findings.is_empty() {
        shell.say(&format!("{}: nothing to complain about", path.display()));
    }
    Ok(if report.errors() > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// The id of the product, if the manifest says as much.
fn id(manifest: &Node) -> Option<String> {
    let part = |pointer| manifest.text_at(pointer)?.parse::<Name>().ok();
    Some(ProductId { domain: part("/metadata/domain")?, name: part("/metadata/name")? }.to_string())
}

fn manifest_path(path: &Path) -> Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let manifest = path.join(document::FILE_NAME);
    if manifest.is_file() {
        return Ok(manifest.strip_prefix("./").unwrap_or(&manifest).to_owned());
    }
    Err(usage(
        format!("there is no {} in {}", document::FILE_NAME, path.display()),
        "name the manifest or the folder of a product, or make one with `mesh-cli create-product`",
    ))
}
