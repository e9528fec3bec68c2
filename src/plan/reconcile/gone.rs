//! Files that were rendered, and are no longer.

use std::collections::BTreeSet;

use super::moves::Moves;
use crate::pack::FileOwner;
use crate::plan::{Action, Before, Change, Plan, ProductPath, Reason};

/// What happens to the files of the lock that the plan neither holds nor moved.
pub(super) fn changes(plan: &Plan, before: &Before, moves: &Moves<'_>) -> Vec<Change> {
    let taken: BTreeSet<&ProductPath> = moves.values().copied().collect();
    let known = before.known.files.iter();
    known
        .filter(|(path, _)| !plan.files.contains_key(path) && !taken.contains(path))
        .filter_map(|(path, known)| {
            let (action, reason) = match before.blocked.get(path) {
                Some(obstacle) => (Action::Orphan, Reason::Blocked(obstacle.clone())),
                None if !before.disk.contains_key(path) => return None,
                None if known.owner == FileOwner::Once => (Action::Orphan, Reason::NoLonger),
                None if before.is_as_rendered(path) => (Action::Delete, Reason::NoLonger),
                None if before.git_merged.contains(path) => (Action::Delete, Reason::NoLonger),
                None => (Action::Orphan, Reason::NoLonger),
            };
            let path = path.clone();
            Some(Change { path, from: None, action, owner: known.owner, reason, after: None, beside: None })
        })
        .collect()
}
