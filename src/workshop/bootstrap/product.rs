//! One product of a pilot, brought in step with its manifest.

use std::path::Path;

use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::manifest::document::FILE_NAME;
use crate::pack::{FileOwner, Pack};
use crate::plan::{self, Action, Change, Digest, NewFile, ProductFolder, ProductPath, Reason, Stamp};
use crate::product::{self, Comparison, Product, SharedPacks, packs, step};

/// What the team writes from the first day on, whatever the manifest says.
const DIARY: &str = "CHANGELOG.md";

/// What became of a product.
#[derive(Debug)]
pub enum Became {
    /// It is new.
    Made,
    /// Its manifest changed, and the rest with it: so many files.
    Changed(usize),
    /// It is as it was.
    Same,
    /// Somebody deleted it, and it stays so.
    Deleted,
    /// Its manifest, or one of its files, holds both sides of a conflict.
    Conflict,
    /// It cannot be rendered.
    Wrong(Report),
}

impl Became {
    /// In one word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Changed(_) => "changed",
            Self::Same => "same",
            Self::Deleted => "deleted",
            Self::Conflict => "conflict",
            Self::Wrong(_) => "wrong",
        }
    }

    /// Whether a person has to look.
    pub fn is_finding(&self) -> bool {
        matches!(self, Self::Conflict | Self::Wrong(_))
    }
}

/// Brings a product in step. `manifest` is what happened to its manifest.
pub(super) fn bring(
    root: &Path,
    pack: &Pack,
    shared: &SharedPacks,
    manifest: Action,
    cancelled: &dyn Fn() -> bool,
) -> Result<Became> {
    if cancelled() {
        return Err(Error::Interrupted);
    }
    if manifest == Action::Conflict {
        return Ok(Became::Conflict);
    }
    if !root.join(FILE_NAME).is_file() {
        return Ok(Became::Deleted);
    }
    let folder = ProductFolder::open(root, cancelled, &|_| {})?;
    let found = Product::read(root)?;
    let new = found.lock.files.is_empty();
    if !new && manifest == Action::Unchanged {
        return Ok(Became::Same);
    }
    let untouched = if new { Vec::new() } else { nobodys(&found) };
    let planned = if new {
        step(found, pack, &[])?
    } else {
        match packs::of_lock(&found, shared)? {
            Ok(pack) => step(found, &pack, &[])?,
            Err(report) => return Ok(Became::Wrong(report)),
        }
    };
    let mut step = match planned {
        Ok(step) => step,
        Err(report) => return Ok(Became::Wrong(report)),
    };
    follow(&mut step.comparison, &untouched);
    let edits = product::edits(&step, root)?;
    let changed = step.changes.iter().filter(|change| change.after.is_some()).count();
    folder.apply(&edits, product::kept(&step), cancelled)?;
    Ok(match (step.changes.iter().any(Change::is_finding), new, changed) {
        (true, ..) => Became::Conflict,
        (_, true, _) => Became::Made,
        (_, _, 0) => Became::Same,
        (_, _, changed) => Became::Changed(changed),
    })
}

/// The team's files that nobody has touched: first versions, which may follow the manifest once more.
fn nobodys(product: &Product) -> Vec<ProductPath> {
    let files = product.lock.files.iter().filter(|(path, known)| {
        let theirs = known.owner == FileOwner::Once && ![FILE_NAME, DIARY].contains(&path.as_str());
        let contents = || std::fs::read(product.root.join(path.as_str())).ok();
        theirs && contents().is_some_and(|contents| known.digests.contains(&Digest::of(&contents)))
    });
    files.map(|(path, _)| path.clone()).collect()
}

/// Renders these files anew, although they are the team's.
fn follow(comparison: &mut Comparison, untouched: &[ProductPath]) {
    let Comparison { plan, before, changes, records } = comparison;
    for path in untouched {
        let (Some(new), Some(disk)) = (plan.files.get(path), before.disk.get(path)) else { continue };
        if new.contents == disk.contents {
            continue;
        }
        let after = NewFile { contents: new.contents.clone(), executable: disk.executable };
        let change = Change {
            path: path.clone(),
            from: None,
            action: Action::Update,
            owner: new.owner,
            reason: Reason::Rendered,
            after: Some(after),
            beside: None,
        };
        changes.push(change);
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    let stamp = Stamp { manifest: records.lock.manifest, packs: records.lock.packs.clone() };
    *records = plan::records(plan, before, changes, stamp);
}
