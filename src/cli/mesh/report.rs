//! `mesh-cli mesh report`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use crate::cli::survey::{survey, tell_broken};
use crate::cli::{Outcome, Shell, as_of::AsOf};
use crate::diagnostics::output::plain;
use crate::error::Result;
use crate::manifest::value::Date;
use crate::markdown::table;
use crate::mesh::graph::Graph;
use crate::mesh::report::{Evidence, Figure, Group, Value, changes_since, report};
use crate::run::BuildResult;

/// How far back is looked, in days, when nobody says it.
const DAYS: u32 = 90;

/// Show the key figures of a mesh beside what is aimed at
///
/// Each is computed from the manifests, the history of git and the results of `mesh build`, or shown with what it would
/// need. No number is made up.
///
/// Exits 1 when there are products whose manifests cannot be read, which are told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli mesh report
  mesh-cli mesh report --since 2026-01-01 --format markdown > report.md")]
pub(super) struct Args {
    /// A folder of the mesh
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// The first day of the history that is looked at; 90 days ago by default
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// How the report is printed
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ReportFormat {
    /// For people, on a screen.
    #[default]
    Human,
    /// For programs.
    Json,
    /// For a page or a pull request.
    Markdown,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.path, shell)?;
    let graph = Graph::of(&survey);
    let since = args.since.unwrap_or_else(|| AsOf::today().minus_days(DAYS)).to_string();
    let results = survey.products.iter().filter_map(|product| BuildResult::read(&survey.root, &product.id.to_string()));
    let results = results.collect();
    // What lies in other repositories, this one's history does not tell of.
    let root = plain(&survey.root);
    let own = survey.products.iter().filter(|product| plain(&product.root).starts_with(&root));
    let changes = changes_since(&survey.root, &since, own.map(|product| product.place.as_str()));
    let groups = report(&graph, &Evidence { results, changes, since: since.clone() }, &survey.pack)?;
    match args.format {
        ReportFormat::Json => {
            let name = survey.mesh.as_ref().and_then(|mesh| mesh.organisation.name.as_ref()).map(ToString::to_string);
            shell.json(&json!({ "formatVersion": 1, "organisation": name, "since": since, "groups": groups }))?;
        }
        ReportFormat::Markdown => shell.data(&markdown(&groups))?,
        ReportFormat::Human => shell.data(&screen(&groups))?,
    }
    tell_broken(&survey, shell);
    Ok(if survey.broken.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn screen(groups: &[Group]) -> String {
    let figures = || groups.iter().flat_map(|group| &group.figures);
    let titles = figures().map(|figure| figure.title.chars().count()).max().unwrap_or(0);
    let values = figures().filter_map(|figure| figure.value.as_ref()).map(|value| value.text.chars().count());
    let values = values.max().unwrap_or(0);
    let mut out = String::new();
    for (index, group) in groups.iter().enumerate() {
        let _ = writeln!(out, "{}{}", if index > 0 { "\n" } else { "" }, group.title);
        for figure in &group.figures {
            let said = match &figure.value {
                Some(value) => known(figure, value, values),
                None => format!("needs {}", figure.needs),
            };
            let _ = writeln!(out, "  {:<titles$}  {said}", figure.title);
        }
    }
    out
}

/// A figure that is known, beside what is aimed at.
fn known(figure: &Figure, value: &Value, width: usize) -> String {
    let mut said = format!("{:<width$}", value.text);
    if !figure.target.is_empty() {
        let _ = write!(said, "  target: {}", figure.target);
    }
    if !figure.caveat.is_empty() {
        let _ = write!(said, "  ({})", figure.caveat);
    }
    said.trim_end().to_owned()
}

fn markdown(groups: &[Group]) -> String {
    let mut out = String::new();
    for (index, group) in groups.iter().enumerate() {
        let _ = write!(out, "{}## {}\n\n", if index > 0 { "\n" } else { "" }, group.title);
        let row = |Figure { title, target, how, needs, value, .. }: &Figure| match value {
            Some(value) => vec![title.clone(), value.text.clone(), target.clone(), how.clone()],
            None => vec![title.clone(), "–".to_owned(), target.clone(), format!("needs {needs}")],
        };
        let rows: Vec<Vec<String>> = group.figures.iter().map(row).collect();
        out.push_str(&table(&["figure", "now", "target", "how it is known"], &rows));
    }
    out
}
