//! What has to happen on disk so that it matches a plan.
//!
//! | last render | on disk | new render | change |
//! |---|---|---|---|
//! | – | – | A | create |
//! | – | A | A | adopt |
//! | – | B | A | refuse |
//! | A | A | B | update |
//! | A | B | A | keep |
//! | A | B | C | merge, or a conflict with labelled markers |
//! | A | – | any | keep: the deletion is respected |
//! | A | A | – | delete |
//! | A | B | – | orphan |
//!
//! `generated` files are refused where `merged` files are merged, and `once` files are kept throughout.

mod case;
mod gone;
mod merged;
mod moves;
#[cfg(test)]
mod tests;

use case::Case;

use super::merge::Labels;
use super::{Action, Before, Change, Forced, Plan};

/// Compares a plan with what was there. The changes are in the order of their paths; files in step are not among them.
pub fn reconcile(plan: &Plan, before: &Before, forced: &Forced, labels: &Labels) -> Vec<Change> {
    let moves = moves::find(plan, before);
    let mut changes: Vec<Change> = plan
        .files
        .iter()
        .map(|(path, new)| Case::new(path, new, moves.get(path).copied(), before, forced, labels).change())
        .chain(gone::changes(plan, before, &moves))
        .filter(|change| change.action != Action::Unchanged)
        .collect();
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}
