//! `mesh-cli status`.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::{Format, Outcome, Shell};
use crate::diagnostics::{Report, plural, report_json};
use crate::error::Result;
use crate::pack::source::LockedPack;
use crate::plan::ProductFolder;
use crate::plan::folder::{Glance, Unfinished};
use crate::product::{self, Departure, Product, SharedPacks, Step, packs, rules};

/// Show how a product stands: its packs, the versions to be had, and every file that is out of step
///
/// Exits 0 when the product is in step with its manifest and its packs, and 1 when it is not. A newer version of a
/// pack is news, and no fault.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli status
  mesh-cli status orders/order_events --format json")]
pub(super) struct Args {
    /// The folder of the product
    #[arg(default_value = ".")]
    path: PathBuf,

    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let root = product::find(&args.path)?;
    let status = Status::of(&root)?;
    match args.format {
        Format::Json => shell.json(&status.json())?,
        Format::Human => shell.data(&status.screen())?,
    }
    Ok(if status.is_fine() { Outcome::Fine } else { Outcome::Findings })
}

/// How a product stands.
struct Status {
    root: PathBuf,
    locked: Vec<LockedPack>,
    /// The packs that an update would move to, or why that is not known.
    available: std::result::Result<Vec<LockedPack>, String>,
    departures: Vec<Departure>,
    rendered: usize,
    /// What `generate` would do, or why that cannot be said.
    step: std::result::Result<Step, Report>,
    glance: Glance,
}

impl Status {
    fn of(root: &std::path::Path) -> Result<Self> {
        let shared = SharedPacks::from_environment()?;
        let product = Product::read(root)?;
        let wishes = packs::Wishes { to: &[], from: root, accept_moved: true };
        let available = packs::to_move_to(&product, &wishes, &shared).and_then(|found| match found {
            Ok(pack) => pack.locked(root).map(Ok),
            Err(report) => Ok(Err(report.findings.iter().map(|finding| finding.message.clone()).collect())),
        });
        let departures = product::departures(&product)?;
        let (locked, rendered) = (packs::newest(&product.lock.packs), product.lock.files.len());
        let step = match rules::lock_edited(&product, &[]) {
            Some(report) => Err(report),
            None => match packs::of_lock(&product, &shared)? {
                Ok(pack) => product::step(product, &pack, &[])?,
                Err(report) => Err(report),
            },
        };
        Ok(Self {
            root: root.to_owned(),
            locked,
            available: available.unwrap_or_else(|error| Err(error.to_string())),
            departures,
            rendered,
            step,
            glance: ProductFolder::look(root)?,
        })
    }

    fn is_fine(&self) -> bool {
        let in_step = self.step.as_ref().is_ok_and(|step| !step.is_out_of_step());
        in_step && self.glance.pending.is_none() && self.glance.unfinished.is_none()
    }

    fn json(&self) -> Json {
        let available = self.available.as_ref().ok();
        let packs: Vec<Json> = self
            .locked
            .iter()
            .map(|pack| {
                let there = available.and_then(|packs| packs.iter().find(|other| other.name == pack.name));
                json!({
                    "name": pack.name,
                    "version": pack.version,
                    "source": pack.source,
                    "available": there.map(|pack| &pack.version),
                    "newer": there.map(|there| there.digest != pack.digest),
                })
            })
            .collect();
        let changes = self.step.as_ref().map(|step| super::in_step::changes_json(step, false)).unwrap_or_default();
        let findings = self.step.as_ref().err().map(|report| report_json(report)["findings"].clone());
        json!({
            "formatVersion": 1,
            "path": self.root.display().to_string(),
            "inStep": self.is_fine(),
            "packs": packs,
            "rendered": self.rendered,
            "departures": self.departures,
            "changes": changes,
            "conflicts": self.glance.pending.as_ref().map(|pending| &pending.info.conflicts),
            "interrupted": self.glance.unfinished == Some(Unfinished::Interrupted),
            "findings": findings.unwrap_or_else(|| json!([])),
        })
    }

    fn screen(&self) -> String {
        let mut out = String::new();
        if let Ok(step) = &self.step {
            let _ = writeln!(out, "{}", step.manifest.id());
        }
        for pack in &self.locked {
            let _ = writeln!(out, "pack      {} {}{}", pack.name, pack.version, self.news(pack));
        }
        let _ = writeln!(out, "files     {} rendered, {} not as rendered", self.rendered, self.departures.len());
        for departure in &self.departures {
            let _ =
                writeln!(out, "  {:<7}  {}  ({})", departure.state.as_str(), departure.path, departure.owner.as_str());
        }
        let _ = writeln!(out, "manifest  {}", self.manifest());
        if let Some(pending) = &self.glance.pending {
            let count = plural(pending.info.conflicts.len(), "conflict");
            let _ = writeln!(out, "update    to {} waits: {count}; see `mesh-cli resolve`", pending.info.target);
        }
        match self.glance.unfinished {
            Some(Unfinished::Running) => out.push_str("run       another run is at work\n"),
            Some(Unfinished::Interrupted) => {
                out.push_str("run       interrupted; the next run completes or undoes it\n");
            }
            None => {}
        }
        out
    }

    /// What is to be had of a pack.
    fn news(&self, pack: &LockedPack) -> String {
        match &self.available {
            Err(reason) => {
                format!("  (what is available is not known: {})", reason.lines().next().unwrap_or_default())
            }
            Ok(packs) => match packs.iter().find(|other| other.name == pack.name) {
                None => "  (no longer used: `mesh-cli update` moves away from it)".to_owned(),
                Some(there) if there.digest == pack.digest => "  (the newest)".to_owned(),
                Some(there) => format!("  ({} is available: `mesh-cli update`)", there.version),
            },
        }
    }

    fn manifest(&self) -> String {
        match &self.step {
            Ok(step) if step.is_out_of_step() => {
                match step.changes.iter().filter(|change| change.is_out_of_step()).count() {
                    0 => "in step; its lock is not: run `mesh-cli generate`".to_owned(),
                    count => {
                        let count = plural(count, "file");
                        format!("{count} out of step: see `mesh-cli generate --dry-run --diff`")
                    }
                }
            }
            Ok(_) => "in step".to_owned(),
            Err(report) => {
                let messages: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
                messages.join("; ")
            }
        }
    }
}
