//! One product of a pilot, brought in step with its manifest.

use std::path::Path;

use super::lacks::{self, Lack};
use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::manifest::Manifest;
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

/// How a product is brought in step.
pub(super) struct Bring<'a> {
    /// The pack of new products.
    pub pack: &'a Pack,
    /// The packs of those that are there.
    pub shared: &'a SharedPacks,
    /// What happened to the manifest.
    pub manifest: Action,
    /// The manifest as it was last derived, if it was.
    pub known: Option<&'a Manifest>,
    /// Whether it is completed where a run that died has changed its manifest alone.
    pub completes: bool,
}

impl Bring<'_> {
    /// Brings the product of a folder in step; with what the team's own files lack then.
    pub(super) fn product(&self, root: &Path, cancelled: &dyn Fn() -> bool) -> Result<(Became, Vec<Lack>)> {
        let alone = |became| Ok((became, Vec::new()));
        if cancelled() {
            return Err(Error::Interrupted);
        }
        if self.manifest == Action::Conflict {
            return alone(Became::Conflict);
        }
        if !root.join(FILE_NAME).is_file() {
            return alone(Became::Deleted);
        }
        let folder = ProductFolder::open(root, cancelled, &|_| {})?;
        let found = Product::read(root)?;
        let new = found.lock.files.is_empty();
        let whole = !self.completes || found.lock.knows(&found.manifest.source.text);
        if !new && self.manifest == Action::Unchanged && whole {
            return alone(Became::Same);
        }
        let (untouched, touched) = if new { Default::default() } else { teams(&found) };
        let packs = if new { None } else { Some(packs::of_lock(&found, self.shared)?) };
        let pack = match &packs {
            None => self.pack,
            Some(Ok(pack)) => pack,
            Some(Err(report)) => return alone(Became::Wrong(report.clone())),
        };
        let mut step = match step(found, pack, &[])? {
            Ok(step) => step,
            Err(report) => return alone(Became::Wrong(report)),
        };
        follow(&mut step.comparison, &untouched);
        let lacks = match self.known {
            Some(known) if !touched.is_empty() => lacks::of(&step, &plan::build(known, pack)?, &touched),
            _ => Vec::new(),
        };
        let edits = product::edits(&step, root)?;
        let changed = step.changes.iter().filter(|change| change.after.is_some()).count();
        folder.apply(&edits, product::kept(&step), cancelled)?;
        let became = match (step.changes.iter().any(Change::is_finding), new, changed) {
            (true, ..) => Became::Conflict,
            (_, true, _) => Became::Made,
            (_, _, 0) => Became::Same,
            (_, _, changed) => Became::Changed(changed),
        };
        Ok((became, lacks))
    }
}

/// The team's own files: first versions that nobody has touched, which may follow the manifest once more; and the others.
fn teams(product: &Product) -> (Vec<ProductPath>, Vec<ProductPath>) {
    let files = product
        .lock
        .files
        .iter()
        .filter(|(path, known)| known.owner == FileOwner::Once && ![FILE_NAME, DIARY].contains(&path.as_str()));
    let (mut untouched, mut touched) = (Vec::new(), Vec::new());
    for (path, known) in files {
        let Ok(contents) = std::fs::read(product.root.join(path.as_str())) else { continue };
        let is_render = known.digests.contains(&Digest::of(&contents));
        if is_render { untouched.push(path.clone()) } else { touched.push(path.clone()) }
    }
    (untouched, touched)
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
