//! `mesh-cli policy test`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::cli::pack_choice::PackArgs;
use crate::cli::{Format, Outcome, Shell, usage};
use crate::diagnostics::{Report, reports_json};
use crate::error::Result;
use crate::policy::{FOLDER, Sets, Trial};

/// Try policies out: run their tests, and judge the examples of their metadata
///
/// Exits 0 when all of them pass, and 1 when one fails, which is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy test
  mesh-cli policy test policies
  mesh-cli policy test packs/acme/policies --format json")]
pub(super) struct Args {
    /// A folder with policies, or a pack; all policies of the mesh when it is left out
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let sets = Sets::new(args.packs.named()?.map(Arc::new))?;
    let tried = match &args.path {
        None => sets.of(Path::new(""))?.try_all()?,
        Some(path) if !path.is_dir() => {
            let hint = "name a folder with policies, or a pack";
            return Err(usage(format!("there is no folder {}", path.display()), hint));
        }
        Some(path) if path.join("pack.yaml").is_file() => sets.of(path)?.try_folder(&path.join(FOLDER))?,
        Some(path) => sets.of(path)?.try_folder(path)?,
    };
    if tried.trials.is_empty() && tried.reports.is_empty() {
        return Err(usage("there are no policies to try", "make one with `mesh-cli policy new`"));
    }
    let failed = tried.failed();
    let passed = tried.trials.len() - failed;
    match args.format {
        Format::Json => shell.json(&json!({
            "formatVersion": 1,
            "passed": passed,
            "failed": failed,
            "tests": tried.trials,
            "findings": reports_json(&tried.reports)["findings"],
        }))?,
        Format::Human => {
            shell.data(&screen(&tried.trials))?;
            shell.all_findings(&tried.reports);
            shell.data(&format!("{passed} passed, {failed} failed\n"))?;
        }
    }
    let fine = failed == 0 && tried.reports.iter().map(Report::errors).sum::<usize>() == 0;
    Ok(if fine { Outcome::Fine } else { Outcome::Findings })
}

/// A line for each file, and one for each test that failed.
fn screen(trials: &[Trial]) -> String {
    let mut files: BTreeMap<&str, Vec<&Trial>> = BTreeMap::new();
    for trial in trials {
        files.entry(&trial.file).or_default().push(trial);
    }
    let mut lines = Vec::new();
    for (file, trials) in files {
        let failures: Vec<String> = trials
            .iter()
            .filter_map(|trial| Some(format!("     {}: {}", trial.name, trial.failure.as_ref()?)))
            .collect();
        let word = if failures.is_empty() { "ok  " } else { "FAIL" };
        lines.push(format!("{word} {file} ({})", trials.len()));
        lines.extend(failures);
    }
    lines.push(String::new());
    lines.join("\n")
}
