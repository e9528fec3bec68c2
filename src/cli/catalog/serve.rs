//! `mesh-cli catalog serve`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::verdicts;
use crate::catalog::serve::{Change, Service, Watch};
use crate::catalog::site::{Built, Settings, build};
use crate::cli::as_of::AsOf;
use crate::cli::survey::survey;
use crate::cli::{Outcome, Shell, interrupt};
use crate::diagnostics::{Report, plural};
use crate::error::{Error, Result};
use crate::mesh::Survey;

/// The port, where none is named.
const PORT: u16 = 8600;

/// Show the catalog in the browser of this machine, and build it anew when a manifest changes
///
/// Watches manifests, `mesh.yaml`, change logs, results, waivers and the packs that lie in folders. Listens on 127.0.0.1
/// alone, until Ctrl-C. When a manifest breaks, the pages stay as they were, and what is wrong is said here.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli catalog serve
  mesh-cli catalog serve --port 0 --open")]
pub(super) struct Args {
    /// The mesh, or a folder in it
    #[arg(default_value = ".")]
    path: PathBuf,

    /// The port to listen on; 0 for any that is free
    #[arg(long, default_value_t = PORT, value_name = "N")]
    port: u16,

    /// Open the browser
    #[arg(long)]
    open: bool,

    /// Judge every product by the policies, and show what they say with its score
    #[arg(long)]
    policies: bool,

    #[command(flatten)]
    as_of: AsOf,
}

/// What is shown, and what it was built from.
struct Shown<'a> {
    args: &'a Args,
    shell: &'a Shell,
    site: PathBuf,
    /// The places of manifests that could not be read when the pages were built.
    broken: BTreeSet<String>,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let folder = tempfile::tempdir().map_err(|source| Error::Write { path: std::env::temp_dir(), source })?;
    let site = folder.path().join("site");
    // Before anything is read: what changes while the site is built is seen as well.
    let unwatched = |error: &Error| shell.say(&format!("warning: {error}; changes are not seen"));
    let watch = Watch::begin(&args.path);
    let survey = survey(&args.path, shell)?;
    let watch = watch.inspect_err(unwatched).ok();
    let mut shown = Shown { args, shell, site, broken: BTreeSet::new() };
    let built = shown.build(&survey)?;
    let service = Service::begin(&shown.site, args.port)?;
    shell.all_findings(&reports(&survey));
    shell.say(&format!("{}: {}", counted(&built), service.address));
    if args.open && !opened(&service.address) {
        shell.say("note: the browser could not be opened; open the address yourself");
    }
    let shown = RefCell::new(shown);
    service.run(watch, &interrupt::requested, &mut || shown.borrow_mut().change(), &unwatched);
    Ok(Outcome::Fine)
}

impl Shown<'_> {
    fn build(&mut self, survey: &Survey) -> Result<Built> {
        let verdicts = self.args.policies.then(|| verdicts::of(survey, self.args.as_of.day())).transpose()?;
        let settings = Settings { served: true, verdicts, base_url: None };
        let built = build(survey, &self.site, settings, &interrupt::requested)?;
        self.broken = places(survey);
        Ok(built)
    }

    /// Something changed: the site is built anew, unless a manifest is broken that was not.
    fn change(&mut self) -> Change {
        match self.look() {
            Ok(Some(built)) => {
                self.shell.say(&counted(&built));
                Change::Shown
            }
            Ok(None) | Err(Error::Interrupted) => Change::Kept,
            Err(error) => {
                self.shell.error(&error);
                self.shell.say("the pages stay as they were");
                Change::Kept
            }
        }
    }

    fn look(&mut self) -> Result<Option<Built>> {
        let survey = Survey::of(&self.args.path)?;
        let fresh: Vec<Report> = survey
            .broken
            .iter()
            .filter(|broken| !self.broken.contains(&broken.place))
            .map(|broken| broken.report.clone())
            .collect();
        if !fresh.is_empty() {
            self.shell.all_findings(&fresh);
            self.shell.say("the pages stay as they were");
            return Ok(None);
        }
        self.build(&survey).map(Some)
    }
}

fn places(survey: &Survey) -> BTreeSet<String> {
    survey.broken.iter().map(|broken| broken.place.clone()).collect()
}

fn reports(survey: &Survey) -> Vec<Report> {
    survey.broken.iter().map(|broken| broken.report.clone()).collect()
}

fn counted(built: &Built) -> String {
    format!("{} of {}", plural(built.products, "product"), plural(built.domains, "domain"))
}

/// Opens an address in the browser of the user.
fn opened(address: &str) -> bool {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(Path::new(program));
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
