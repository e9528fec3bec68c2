//! Earlier major versions that are still served: announced, given other days, or retired.
//!
//! Whether the window is long enough and everybody agreed is for those to say who know the day.

use super::{Change, rules};
use crate::manifest::document::Previous;

const ROOT: &str = "/spec/schema/previous";

pub(super) fn compare(old: &[Previous], new: &[Previous], changes: &mut Vec<Change>) {
    let same = |one: &Previous, other: &Previous| one.version.major() == other.version.major();
    let path = |entry: &Previous| format!("schema.previous.{}", entry.version);
    for (index, entry) in new.iter().enumerate() {
        let pointer = format!("{ROOT}/{index}");
        let days = |entry: &Previous| format!("{} to {}", entry.deprecated, entry.removed);
        match old.iter().find(|old| same(old, entry)) {
            None => {
                let what =
                    format!("the version is deprecated on {}, and removed after {}", entry.deprecated, entry.removed);
                changes.push(Change::new(&rules::DEPRECATION_ANNOUNCED, &path(entry), &pointer, what));
            }
            Some(before) if (before.deprecated, before.removed) != (entry.deprecated, entry.removed) => {
                let (before, now) = (days(before), days(entry));
                let what = format!("its deprecation was {before} and is {now}");
                let change = Change::new(&rules::DEPRECATION_CHANGED, &path(entry), &pointer, what);
                changes.push(change.values(Some(before), Some(now)));
            }
            Some(_) => {}
        }
    }
    for entry in old.iter().filter(|old| new.iter().all(|new| !same(old, new))) {
        let what = format!("the version is no longer served; its last day was {}", entry.removed);
        changes.push(Change::new(&rules::VERSION_RETIRED, &path(entry), ROOT, what));
    }
}
