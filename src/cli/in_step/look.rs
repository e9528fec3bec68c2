//! What would bring a product in step, before anything is shown or written.

use std::path::Path;

use super::super::Outcome;
use super::Target;
use crate::diagnostics::Report;
use crate::error::Result;
use crate::plan::Edit;
use crate::product::{self, Product, SharedPacks, Step, rules};

/// A product, compared with what it should be.
pub(in super::super) enum Seen {
    /// It could be compared.
    Step {
        /// What would change.
        step: Box<Step>,
        /// What would be written.
        edits: Vec<Edit>,
    },
    /// Something is wrong before it can be compared.
    Wrong {
        /// What.
        report: Report,
        /// Whether the input is at fault.
        outcome: Outcome,
    },
}

/// Compares a product with what it should be. `force` are the patterns of `--force`.
pub(in super::super) fn look(root: &Path, target: &Target<'_>, force: &[String], packs: &SharedPacks) -> Result<Seen> {
    let wrong = |report, outcome| Ok(Seen::Wrong { report, outcome });
    let product = Product::read(root)?;
    if let Some(report) = rules::lock_edited(&product, force) {
        return wrong(report, Outcome::Findings);
    }
    let (product, manifest) = target.answers(product)?;
    let pack = match target.pack(&product, packs)? {
        Ok(pack) => pack,
        Err(report) => return wrong(report, Outcome::Findings),
    };
    let step = match product::step(product, &pack, force)? {
        Ok(step) => step,
        Err(report) => return wrong(report, Outcome::BadInput),
    };
    if let Some(report) = target.objections(&step) {
        return wrong(report, Outcome::Findings);
    }
    let mut edits = product::edits(&step, root)?;
    edits.extend(manifest);
    Ok(Seen::Step { step: Box::new(step), edits })
}
