//! `mesh-cli pack test`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::{Format, On, Outcome, Shell, pack_folder, usage};
use crate::cli::interrupt;
use crate::diagnostics::{Report, plural, reports_json};
use crate::error::{Error, Result};
use crate::pack::source::{GitSource, Source};
use crate::pack::trial::{Case, Outcome as Tried, Trial, cases, expected};

/// Try a pack out: render products from it, compare them, and move products of the version before to it
///
/// A case is a folder `tests/<case>/` with an `answers.yaml`, which says what a manifest says, and with `expected/`, the
/// whole product; or a combination of `tests/matrix.yaml`. The starter of the pack says what the answers do not.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack test
  mesh-cli pack test packs/acme --bless
  mesh-cli pack test packs/acme --upgrade --tools
  mesh-cli pack test packs/acme --upgrade-from git::https://example.com/packs.git//acme?ref=v1.0.0")]
pub(super) struct Args {
    /// The folder of the pack
    #[arg(default_value = ".", value_name = "DIR")]
    pack: PathBuf,

    #[command(flatten)]
    on: On,

    /// Make what is rendered what is expected; the review is the diff
    #[arg(long)]
    bless: bool,

    /// Move products of the pack's last git tag to this version, with edits of a team in them
    #[arg(long, conflicts_with = "upgrade_from")]
    upgrade: bool,

    /// Move products of this version of the pack to the one in the folder
    #[arg(long, value_name = "SOURCE")]
    upgrade_from: Option<Source>,

    /// Let dbt and terraform read the products, where they are installed
    #[arg(long)]
    tools: bool,

    /// How the report is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let folder = pack_folder(&args.pack)?;
    let pack = args.on.over(&folder, Source::Folder(folder.clone()))?;
    let before = match (&args.upgrade_from, args.upgrade) {
        (Some(source), _) => Some(args.on.over(&folder, source.clone())?),
        (None, true) => Some(args.on.over(&folder, last_tag(&folder)?)?),
        (None, false) => None,
    };
    let (cases, expected) = match (cases(&folder)?, expected(&folder)?) {
        (Ok(cases), Ok(expected)) => (cases, expected),
        (cases, expected) => {
            let reports: Vec<Report> = cases.err().into_iter().flatten().chain(expected.err()).collect();
            return refuse(&reports, args.format, shell);
        }
    };
    if cases.is_empty() {
        return Err(usage(
            format!("the pack in {} has no tests", folder.display()),
            "write tests/matrix.yaml, or tests/<case>/answers.yaml; `mesh-cli pack new` makes a pack with one",
        ));
    }
    let trial = Trial {
        folder: &folder,
        pack: &pack,
        before: before.as_ref(),
        expected: &expected,
        bless: args.bless,
        tools: args.tools,
    };
    let tried = run_all(&trial, &cases, args.format, shell)?;
    if args.format == Format::Json {
        let reports: Vec<Report> = tried.iter().flat_map(|outcome| outcome.reports.clone()).collect();
        let failed = tried.iter().filter(|outcome| !outcome.is_fine()).count();
        let cases = serde_json::to_value(&tried).map_err(|error| Error::Internal(error.to_string()))?;
        shell.json(&json!({
            "formatVersion": 1,
            "pack": pack.about.name,
            "version": pack.about.version,
            "passed": tried.len() - failed,
            "failed": failed,
            "cases": cases,
            "findings": reports_json(&reports)["findings"],
        }))?;
    }
    let fine = tried.iter().all(Tried::is_fine);
    Ok(if fine { Outcome::Fine } else { Outcome::Findings })
}

fn run_all(trial: &Trial<'_>, cases: &[Case], format: Format, shell: &Shell) -> Result<Vec<Tried>> {
    let mut tried = Vec::new();
    let mut seen = BTreeSet::new();
    for case in cases {
        if interrupt::requested() {
            return Err(Error::Interrupted);
        }
        let outcome = trial.run(case)?;
        if format == Format::Human {
            shell.data(&screen(&outcome))?;
            // What is wrong with a template is wrong in every case: it is shown once.
            let new: Vec<Report> =
                outcome.reports.iter().filter(|report| seen.insert(words(report))).cloned().collect();
            shell.all_findings(&new);
        }
        tried.push(outcome);
    }
    if format == Format::Human {
        let failed = tried.iter().filter(|outcome| !outcome.is_fine()).count();
        let passed = tried.len() - failed;
        shell.data(&format!("{passed} passed, {failed} failed\n"))?;
    }
    Ok(tried)
}

/// What a report says, to tell it from others.
fn words(report: &Report) -> Vec<String> {
    report.findings.iter().map(|finding| format!("{}: {}", finding.path(), finding.message)).collect()
}

fn refuse(reports: &[Report], format: Format, shell: &Shell) -> Result<Outcome> {
    match format {
        Format::Json => shell.json(&reports_json(reports))?,
        Format::Human => shell.all_findings(reports),
    }
    Ok(Outcome::BadInput)
}

/// One case: a line for it, one for each thing that is wrong, and one for each that was left out.
fn screen(outcome: &Tried) -> String {
    let word = if outcome.is_fine() { "ok  " } else { "FAIL" };
    let mut said = vec![plural(outcome.files, "file")];
    said.extend(outcome.passed.iter().cloned());
    let mut out = format!("{word} {} ({})\n", outcome.name, said.join(", "));
    for problem in &outcome.problems {
        let place = [problem.path.as_str(), problem.template.as_str()];
        let place = match place {
            ["", _] => String::new(),
            [path, ""] => format!("{path}: "),
            [path, template] => format!("{path} (from {template}): "),
        };
        let message = problem.message.replace('\n', "\n       ");
        let _ = writeln!(out, "     {}: {place}{message}", problem.check);
    }
    for skipped in &outcome.skipped {
        let _ = writeln!(out, "     skipped: {}: {}", skipped.check, skipped.why);
    }
    out
}

/// The pack at the last tag of its repository; when the folder is what was tagged, at the one before.
fn last_tag(folder: &Path) -> Result<Source> {
    let git = |arguments: &[&str]| -> Option<String> {
        let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let output = Command::new("git").arg("-C").arg(place).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    // What is checked out as it was tagged is moved from the tag before.
    let here = git(&["describe", "--tags", "--exact-match", "HEAD"]).is_some()
        && git(&["status", "--porcelain", "--", "."]).is_some_and(|changed| changed.is_empty());
    let tag = git(&["describe", "--tags", "--abbrev=0", if here { "HEAD^" } else { "HEAD" }]);
    let (Some(tag), Some(root)) = (tag, git(&["rev-parse", "--show-toplevel"])) else {
        return Err(usage(
            format!("git knows no tag before the pack in {}", folder.display()),
            "name the version before with --upgrade-from",
        ));
    };
    let folder = git(&["rev-parse", "--show-prefix"]).unwrap_or_default().trim_end_matches('/').to_owned();
    Ok(Source::Git(GitSource { url: root, reference: Some(tag), folder }))
}
