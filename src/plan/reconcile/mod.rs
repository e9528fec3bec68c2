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

use std::collections::BTreeSet;

use case::Case;

use super::merge::Labels;
use super::{Action, Before, Change, Forced, Plan, ProductPath};

/// Compares a plan with what was there. The changes are in the order of their paths; files in step are not among them.
pub fn reconcile(plan: &Plan, before: &Before, forced: &Forced, labels: &Labels) -> Vec<Change> {
    let moves = moves::find(plan, before);
    let gone = gone::changes(plan, before, &moves);
    // Where a file leaves, a folder may come.
    let deleted = gone.iter().filter(|change| change.action == Action::Delete).map(|change| &change.path);
    let leaving: BTreeSet<&ProductPath> = deleted.chain(moves.values().copied()).collect();
    let mut changes: Vec<Change> = plan
        .files
        .iter()
        .map(|(path, new)| Case::new(path, new, moves.get(path).copied(), before, &leaving, forced, labels).change())
        .collect();
    changes.extend(gone);
    changes.retain(|change| change.action != Action::Unchanged);
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}
