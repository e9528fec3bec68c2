//! `generate --all` and `update --all`: many products in one run, and one report.

mod branches;
mod record;
mod rollout;
mod show;

use std::num::NonZeroUsize;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::in_step::{Mode, Settings, Target};
use super::{Format, Outcome, Shell, interrupt, usage};
use crate::error::{Error, Result};
use crate::fleet::{self, Choice, Member, in_line};
use crate::product::SharedPacks;
use branches::Branches;
use record::{Record, State};
use rollout::{Progress, Rollout};

/// The arguments that both commands have.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Many products")]
pub(super) struct Many {
    /// Every product below the folder, or those of them that its mesh.yaml lists
    #[arg(long)]
    pub all: bool,

    /// Only the product with this id or in this folder, or those that a glob over either names (can be repeated)
    #[arg(long, value_name = "ID|GLOB", requires = "all")]
    only: Vec<String>,
}

/// The arguments of a rollout.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Many products")]
pub(super) struct Wave {
    /// Update at most this many products that are not up to date, in the order of their ids; the next run goes on
    #[arg(long = "wave", value_name = "N", requires = "all")]
    size: Option<NonZeroUsize>,

    /// Go on with further products after a conflict or a failure
    #[arg(long, requires = "all")]
    keep_going: bool,

    /// Commit each product to a branch of its own, NAME/<product id>, and leave the work tree as it is
    #[arg(long, value_name = "NAME", requires = "all", conflicts_with = "dry_run")]
    branch: Option<String>,
}

/// Brings every product below a folder in step.
pub(super) fn run(
    folder: &Path,
    many: &Many,
    wave: Option<&Wave>,
    mode: Mode,
    settings: &Settings,
    target: &Target<'_>,
    shell: &Shell,
) -> Result<Outcome> {
    let branches = wave.and_then(|wave| wave.branch.clone()).map(Branches::new);
    if let (Some(_), Target::Update { wishes, .. }) = (&branches, target) {
        Branches::refuse_wishes_outside(wishes.to)?;
    }
    let members = members(folder, many)?;
    let bar = progress(&members, settings.format);
    let rollout = Rollout {
        mode,
        settings,
        target,
        packs: SharedPacks::from_environment()?,
        // Only an update brings something new, that one conflict speaks against for all.
        keep_going: mode != Mode::Write || wave.is_none_or(|wave| wave.keep_going),
        wave: wave.and_then(|wave| wave.size),
        branches,
        shell,
        bar: &bar,
        stopped: false.into(),
    };
    let records = pool(&rollout)?.install(|| in_line(&rollout, &members, Progress::default()));
    bar.finish_and_clear();
    let records: Vec<Record> = records.into_iter().collect::<Result<_>>()?;
    match settings.format {
        Format::Json => shell.json(&show::json(&records))?,
        Format::Human => shell.say(&show::table(&records, mode)),
    }
    if interrupt::requested() {
        return Err(Error::Interrupted);
    }
    outcome(&records, mode)
}

fn members(folder: &Path, many: &Many) -> Result<Vec<Member>> {
    let members = fleet::find(folder)?;
    if members.is_empty() {
        return Err(usage(
            format!("there is no product below {}", folder.display()),
            "name the folder that holds the products, or make one with `mesh-cli create-product`",
        ));
    }
    Choice::new(&many.only)?.of(members)
}

/// One thread, where one work tree is used for all; else as many as the machine has, which is what 0 means.
fn pool(rollout: &Rollout<'_>) -> Result<rayon::ThreadPool> {
    let threads = usize::from(rollout.branches.is_some());
    super::threads::builder(threads).build().map_err(|error| Error::Internal(error.to_string()))
}

/// A bar on a terminal, and nothing elsewhere.
fn progress(members: &[Member], format: Format) -> ProgressBar {
    let target = match format {
        Format::Human => ProgressDrawTarget::stderr(),
        Format::Json => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(members.len() as u64), target);
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// 3 when a product failed, 1 when something is left to do, 0 when nothing is. A wave that is over is no fault.
fn outcome(records: &[Record], mode: Mode) -> Result<Outcome> {
    let any = |state: State| records.iter().any(|record| record.state == state);
    if any(State::Failed) {
        return Err(Error::Products { failed: records.iter().filter(|record| record.state == State::Failed).count() });
    }
    let left = any(State::Conflict) || any(State::Findings) || (mode == Mode::Check && any(State::OutOfStep));
    Ok(if left { Outcome::Findings } else { Outcome::Fine })
}
