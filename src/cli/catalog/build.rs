//! `mesh-cli catalog build`.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::json;

use super::verdicts;
use crate::catalog::site::{Built, Settings, build};
use crate::cli::as_of::AsOf;
use crate::cli::survey::survey;
use crate::cli::{Format, Outcome, Shell, interrupt};
use crate::diagnostics::{Report, plural};
use crate::error::Result;
use crate::manifest::value::Url;

/// Build the catalog: a site of pages that works from a folder, from any web server and offline
///
/// A page for each product, each served version and each domain, the mesh as a graph, search, and `catalog.json` for
/// programs. Rows and results are those of the last `mesh-cli mesh build`. The site takes the place of the old one when it
/// is whole. A manifest that cannot be read is named on the home page, and the others are shown.
///
/// Exits 0 when every product has its page, and 1 when a manifest could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli catalog build
  mesh-cli catalog build --out public --base-url https://data.example.com/catalog/
  mesh-cli catalog build domains --policies")]
pub(super) struct Args {
    /// The mesh, or a folder in it
    #[arg(default_value = ".")]
    path: PathBuf,

    /// The folder to write the site to: a new one, an empty one, or one that an earlier run wrote
    #[arg(long, default_value = "site", value_name = "DIR")]
    out: PathBuf,

    /// The address that the site will have; links need none, programs that read catalog.json may
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,

    /// Judge every product by the policies, and show what they say with its score
    #[arg(long)]
    policies: bool,

    #[command(flatten)]
    as_of: AsOf,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A web address with a slash at the end.
fn address(text: &str) -> Result<String, String> {
    Url::from_str(text)?;
    if text.contains(['?', '#']) {
        return Err("an address of a site has no `?` and no `#`".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.path, shell)?;
    let verdicts = args.policies.then(|| verdicts::of(&survey, args.as_of.day())).transpose()?;
    let settings = Settings { base_url: args.base_url.clone(), verdicts, ..Settings::default() };
    let built = build(&survey, &args.out, settings, &interrupt::requested)?;
    let reports: Vec<Report> = survey.broken.iter().map(|broken| broken.report.clone()).collect();
    if args.format == Format::Json {
        shell.json(&json!({
            "out": args.out,
            "products": built.products,
            "domains": built.domains,
            "pages": built.pages,
            "broken": survey.broken.iter().map(|broken| &broken.place).collect::<Vec<_>>(),
        }))?;
    } else {
        shell.all_findings(&reports);
        shell.say(&said(&built, &args.out));
    }
    Ok(if built.broken > 0 { Outcome::Findings } else { Outcome::Fine })
}

fn said(built: &Built, out: &Path) -> String {
    let (products, domains) = (plural(built.products, "product"), plural(built.domains, "domain"));
    let pages = plural(built.pages, "page");
    format!("{products} of {domains} on {pages}: open {}", out.join("index.html").display())
}
