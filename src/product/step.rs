//! Bringing a product in step, up to the point where something would be written. Only reads the disk.

use std::ops::Deref;
use std::path::Path;

use super::{Product, before, git};
use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::manifest::{Draft, Manifest, resolve};
use crate::pack::Pack;
use crate::pack::source::LockedPack;
use crate::plan::{
    self, Action, Before, Change, Digest, Forced, Integrity, LOCK_PATH, Labels, LockState, Plan, Reason, Records,
    Stamp, build, reconcile, records, verify,
};

/// What `--force` names.
const FILE: &str = "file of the product";

/// A product, and what would change in it.
pub struct Step {
    /// The manifest.
    pub manifest: Manifest,
    /// The warnings about the manifest.
    pub report: Report,
    /// What would change.
    pub comparison: Comparison,
}

impl Deref for Step {
    type Target = Comparison;

    fn deref(&self) -> &Comparison {
        &self.comparison
    }
}

/// What is rendered beside what is there: what would change, and what the records would be.
pub struct Comparison {
    /// What is rendered.
    pub plan: Plan,
    /// What is there.
    pub before: Before,
    /// What would change.
    pub changes: Vec<Change>,
    /// The records after these changes.
    pub records: Records,
}

/// A step, or what is wrong with the manifest.
pub type Planned = std::result::Result<Step, Report>;

/// Renders a product with a pack, and compares the render with what is there. `force` are the patterns of `--force`.
pub fn step(product: Product, pack: &Pack, force: &[String]) -> Result<Planned> {
    let Product { root, lock, manifest: document } = product;
    let digest = Digest::of(document.source.text.as_bytes());
    let node = match document.node {
        Ok(node) => node,
        Err(finding) => return Ok(Err(Report::new(Some(document.source), vec![*finding]))),
    };
    let (manifest, report) = match resolve(Draft::from_file(node, document.source), pack)? {
        Ok(resolved) => resolved,
        Err(report) => return Ok(Err(report)),
    };
    let plan = build(&manifest, pack)?;
    let stamp = Stamp { manifest: Some(digest), packs: pack.locked(&root)? };
    let comparison = compare(&root, &lock, plan, force, stamp)?;
    Ok(Ok(Step { manifest, report, comparison }))
}

/// Compares what is rendered with what stands in `root`, whose lock is given.
pub fn compare(root: &Path, lock: &LockState, plan: Plan, force: &[String], stamp: Stamp) -> Result<Comparison> {
    let mut before = before::read(root, lock, &plan)?;
    let lock_path = LOCK_PATH.parse().map_err(|error| Error::Internal(format!("the lock: {error}")))?;
    let forced = Forced::select(force, plan.files.keys().chain(before.known.files.keys()).chain([&lock_path]), FILE)?;
    let labels = labels(&lock.packs, &stamp.packs);
    let mut changes = reconcile(&plan, &before, &forced, &labels);
    if lock.integrity == Integrity::Merged {
        before.git_merged = git_merged(root, &before, &changes);
        if !before.git_merged.is_empty() {
            changes = reconcile(&plan, &before, &forced, &labels);
        }
    }
    for change in &mut changes {
        hold_back_what_does_not_parse(change, &plan, &before, &labels);
    }
    let records = records(&plan, &before, &changes, stamp);
    Ok(Comparison { plan, before, changes, records })
}

/// The labels of conflict markers name the packs that differ, or else the top one.
fn labels(old: &[LockedPack], new: &[LockedPack]) -> Labels {
    let named = |packs: &[LockedPack], others: &[LockedPack]| {
        let different: Vec<String> = packs
            .iter()
            .filter(|pack| !others.iter().any(|other| other.name == pack.name && other.version == pack.version))
            .map(|pack| format!("{} {}", pack.name, pack.version))
            .collect();
        match packs.last() {
            Some(top) if different.is_empty() => format!("{} {}", top.name, top.version),
            _ => different.join(", "),
        }
    };
    Labels {
        last: format!("last render ({})", named(old, new)),
        new: format!("new render ({})", named(new, old)),
        ..Labels::default()
    }
}

/// Files of the tool that differ from every render, although nobody edited them: git merged two renders.
fn git_merged(
    root: &Path,
    before: &Before,
    changes: &[Change],
) -> std::collections::BTreeSet<crate::plan::ProductPath> {
    let drifted = changes.iter().filter(|change| matches!(change.reason, Reason::Drift | Reason::NoLonger));
    git::merged_renders(root, drifted.map(|change| &change.path), |path, digest| {
        before.known.files.get(path).is_some_and(|known| known.digests.contains(digest))
    })
}

/// A merge that can no longer be read in its own language, although what both sides had can, is a conflict.
fn hold_back_what_does_not_parse(change: &mut Change, plan: &Plan, before: &Before, labels: &Labels) {
    if change.action != Action::Merge {
        return;
    }
    let place = change.from.as_ref().unwrap_or(&change.path);
    let (Some(after), Some(new), Some(disk)) =
        (&mut change.after, plan.files.get(&change.path), before.disk.get(place))
    else {
        return;
    };
    let reads = |contents: &[u8]| verify(&change.path, contents).is_ok();
    if !reads(&after.contents) && reads(&disk.contents) && reads(&new.contents) {
        after.contents = plan::both_sides(before.base(place), &disk.contents, &new.contents, labels);
        (change.action, change.reason) = (Action::Conflict, Reason::NotReadable);
    }
}
