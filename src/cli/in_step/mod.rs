//! What `generate` and `update` share: a product is brought in step, or it is shown what that would take.

mod look;
mod show;
mod target;

use std::path::{Path, PathBuf};

use serde_json::json;

pub(super) use look::{Seen, look};
pub(super) use show::{counts, diff, json as changes_json, list, packs};
pub(super) use target::Target;

use super::unfinished::{is_finished, open};
use super::{Format, Outcome, Shell, interrupt};
use crate::diagnostics::{Report, report_json};
use crate::error::Result;
use crate::plan::folder::Unfinished;
use crate::plan::{Edit, ProductFolder};
use crate::product::{self, SharedPacks, Step};

/// What is done about the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They are removed.
    Write,
    /// They are shown.
    DryRun,
    /// They are shown, and are findings.
    Check,
}

/// The arguments that both commands have.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Write nothing; show what would be done
    #[arg(long)]
    pub dry_run: bool,

    /// Show the differences as a unified diff
    #[arg(long)]
    pub diff: bool,

    /// Write over this file, folder or glob, although it was edited by hand or stood there before; bring it back when
    /// it was deleted (can be repeated)
    #[arg(long, value_name = "PATH")]
    pub force: Vec<String>,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Brings the product that `path` is in, in step.
pub(super) fn run(path: &Path, mode: Mode, settings: &Settings, target: &Target<'_>, shell: &Shell) -> Result<Outcome> {
    let root = product::find(path)?;
    let run = Run { root, mode, settings, target, shell };
    let folder = match mode {
        Mode::Write => Some(open(&run.root, &|message| shell.say(message))?),
        Mode::DryRun | Mode::Check => {
            if ProductFolder::look(&run.root)?.unfinished == Some(Unfinished::Interrupted) {
                shell.say("note: a run was interrupted here; the next one that writes completes or undoes it");
            }
            None
        }
    };
    if !is_finished(&run.root, folder.as_ref(), settings.format, shell)? {
        return Ok(Outcome::Findings);
    }
    run.bring(folder.as_ref())
}

/// One run over one product.
struct Run<'a> {
    root: PathBuf,
    mode: Mode,
    settings: &'a Settings,
    target: &'a Target<'a>,
    shell: &'a Shell,
}

impl Run<'_> {
    fn bring(&self, folder: Option<&ProductFolder>) -> Result<Outcome> {
        let packs = SharedPacks::from_environment()?;
        let (step, edits) = match look(&self.root, self.target, &self.settings.force, &packs)? {
            Seen::Step { step, edits } => (step, edits),
            Seen::Wrong { report, outcome } => return self.report(&report, outcome),
        };
        if let Some(folder) = folder {
            folder.apply(&edits, product::kept(&step), &interrupt::requested)?;
        }
        self.show(&step, &edits)
    }

    /// What is wrong before anything could be compared.
    fn report(&self, report: &Report, outcome: Outcome) -> Result<Outcome> {
        match self.settings.format {
            Format::Json => self.shell.json(&report_json(report))?,
            Format::Human => {
                self.shell.findings(report);
                self.shell.say("nothing was written");
            }
        }
        Ok(outcome)
    }

    fn show(&self, step: &Step, edits: &[Edit]) -> Result<Outcome> {
        let left = step.changes.iter().any(crate::plan::Change::is_finding);
        let in_step = !left && !step.is_out_of_step();
        let wrote = self.mode == Mode::Write && !edits.is_empty();
        let with_diff = self.settings.diff || self.mode == Mode::Check;
        match self.settings.format {
            Format::Json => self.shell.json(&json!({
                "formatVersion": 1,
                "product": step.manifest.id().to_string(),
                "path": self.root.display().to_string(),
                "inStep": in_step,
                "written": wrote,
                "packs": show::packs(step),
                "changes": show::json(step, with_diff),
                "findings": report_json(&step.report)["findings"],
            }))?,
            Format::Human => {
                if !step.report.findings.is_empty() {
                    self.shell.findings(&step.report);
                }
                if with_diff {
                    self.shell.data(&show::diff(step, ""))?;
                }
                self.shell.say(&show::summary(step, self.mode, wrote));
            }
        }
        let bad = left || (self.mode == Mode::Check && !in_step);
        Ok(if bad { Outcome::Findings } else { Outcome::Fine })
    }
}
