//! `mesh-cli mesh build`.

mod progress;
mod show;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use super::{Format, Outcome, Shell, interrupt};
use crate::cli::survey::survey;
use crate::cli::usage;
use crate::error::Result;
use crate::mesh::{Graph, absolute};
use crate::run::{Chosen, Settings, Status, build, choose, with_upstreams};
use progress::Progress;

/// Build every product on DuckDB, each after those that it reads
///
/// Runs each product's dbt project with its tests. What a product reads of another is what that one really built; the rest
/// is its sample data. Needs a Python with dbt, which `make setup` installs in a mesh, and no account.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli mesh build
  mesh-cli mesh build --only customer.customer_360
  mesh-cli mesh build --only 'orders.*' --keep-going --format json")]
pub(super) struct Args {
    /// The mesh, or a folder in it whose products are meant
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Only the product with this id or in this folder, or those that a glob over either names, and what they read that
    /// is not built yet (can be repeated)
    #[arg(long, value_name = "ID|GLOB")]
    only: Vec<String>,

    /// How many products are built at one time (one for each processor)
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// The Python that has dbt with DuckDB (.venv of the mesh, else python3)
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,

    /// Go on after a failure with every product that does not hang on it
    #[arg(long)]
    keep_going: bool,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let begin = Instant::now();
    let survey = survey(&args.path, shell)?;
    let graph = Graph::of(&survey);
    let chosen = chosen(&graph, args)?;
    let lost = lost(&graph, &chosen);
    if args.format == Format::Human {
        let broken: Vec<_> = survey.broken.iter().map(|broken| broken.report.clone()).collect();
        shell.all_findings(&broken);
        for line in show::beforehand(&graph, &chosen, &lost) {
            shell.say(&line);
        }
    }
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let settings = Settings { jobs, keep_going: args.keep_going, python: args.python.clone() };
    let ids: Vec<String> = chosen.products.iter().map(|at| survey.products[*at].id.to_string()).collect();
    let progress = Progress::new(shell, args.format, &survey.root, &ids);
    let results = build(&graph, &chosen, &lost, &settings, &progress);
    progress.end();
    let results = results?;
    let seconds = begin.elapsed().as_secs_f64();
    match args.format {
        Format::Json => shell.json(&show::json(&survey, &results, seconds))?,
        Format::Human => shell.say(&show::summary(&survey, &results, seconds)),
    }
    let fine = survey.broken.is_empty() && results.iter().all(|result| result.status == Status::Ok);
    Ok(if fine { Outcome::Fine } else { Outcome::Findings })
}

/// The products that are meant: those that `--only` names, of those below the path.
fn chosen(graph: &Graph<'_>, args: &Args) -> Result<Chosen> {
    let root = &graph.survey().root;
    let below = absolute(&args.path)?.strip_prefix(root).ok().map(|place| place.to_string_lossy().into_owned());
    let Some(place) = below.filter(|place| !place.is_empty() && args.only.is_empty()) else {
        return choose(graph, &args.only);
    };
    let (survey, folder) = (graph.survey(), root.join(place));
    let inside = |at: &usize| survey.products[*at].root.starts_with(&folder);
    let inside: BTreeSet<usize> = (0..survey.products.len()).filter(inside).collect();
    if inside.is_empty() && !survey.broken.iter().any(|broken| broken.root.starts_with(&folder)) {
        let message = format!("there is no product below {}", args.path.display());
        return Err(usage(message, "name a folder with products, or the mesh itself"));
    }
    Ok(with_upstreams(graph, inside))
}

/// The products that read one whose manifest is broken, and which.
fn lost(graph: &Graph<'_>, chosen: &Chosen) -> BTreeMap<usize, String> {
    let survey = graph.survey();
    let is_lost = |id: &str| graph.find(id).is_none() && survey.broken.iter().any(|broken| broken.may_be(id));
    let reads = |at: &usize| survey.products[*at].reads.iter().find(|reads| is_lost(&reads.product));
    let reason =
        |reads: &crate::mesh::Reads| format!("the manifest of {} is broken, which it is made from", reads.product);
    chosen.products.iter().filter_map(|at| Some((*at, reason(reads(at)?)))).collect()
}
