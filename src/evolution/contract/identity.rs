//! What the product is called, whose it is, which changes it allows, and the words about it.

use super::{Change, Contract, Directions, Words, is_transitive, rules};
use crate::diagnostics::shown;

pub(super) fn compare(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    names(old, new, changes);
    mode(old, new, changes);
    semantics(old, new, changes);
    words(old, new, changes);
}

fn names(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    if old.id != new.id {
        let (before, now) = (old.id.to_string(), new.id.to_string());
        let key = if old.id.name == new.id.name { "domain" } else { "name" };
        let what = format!("the product was `{before}` and is `{now}`");
        let pointer = format!("/metadata/{key}");
        let mut change = Change::new(&rules::PRODUCT_RENAMED, &format!("metadata.{key}"), &pointer, what);
        change.of_schema = true;
        changes.push(change.values(Some(before), Some(now)));
    }
    if let (Some(before), Some(now)) = (&old.namespace, &new.namespace)
        && before != now
    {
        let what = format!("the namespace began with `{before}` and begins with `{now}`");
        let mut change = Change::new(&rules::NAMESPACE_CHANGED, "schema.namespace", "/metadata/domain", what);
        change.of_schema = true;
        changes.push(change.values(Some(before.clone()), Some(now.clone())));
    }
}

/// What two modes promise. More of one and less of the other is both a promise given and one taken back.
fn mode(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    if old.mode == new.mode {
        return;
    }
    let promises = |contract: &Contract| {
        let Directions { backward, forward } = contract.mode.into();
        [backward, forward, is_transitive(contract.mode)]
    };
    let lost = promises(old).iter().zip(promises(new)).any(|(before, now)| *before && !now);
    let row = if lost { &rules::MODE_WEAKENED } else { &rules::MODE_STRENGTHENED };
    let word = |contract: &Contract| {
        let word = serde_json::to_value(contract.mode).ok();
        word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let (before, now) = (word(old), word(new));
    let what = format!("the mode was `{before}` and is `{now}`");
    let mut change = Change::new(row, "schema.evolution", "/spec/schema/evolution", what);
    change.of_schema = true;
    changes.push(change.values(Some(before), Some(now)));
}

fn semantics(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    if old.semantics != new.semantics {
        let (before, now) = (old.semantics.to_string(), new.semantics.to_string());
        let what = format!("a row means something else: `semantics` was {before} and is {now}");
        let mut change = Change::new(&rules::SEMANTICS_CHANGED, "schema.semantics", "/spec/schema/semantics", what);
        change.of_schema = true;
        changes.push(change.values(Some(before), Some(now)));
    }
}

/// Each word with its place, and the row of the table that it belongs to.
fn words(old: &Contract, new: &Contract, changes: &mut Vec<Change>) {
    for (Words { path, said: before, row }, Words { said: now, .. }) in old.texts.iter().zip(&new.texts) {
        if before != now {
            let what = match (before, now) {
                (None, Some(_)) => "it is said for the first time",
                (Some(_), None) => "it is no longer said",
                _ => "it is said in another way",
            };
            let change = Change::new(row, path.trim_start_matches("spec."), &pointer(path), what.to_owned());
            changes.push(change.values(before.as_deref().map(shown), now.as_deref().map(shown)));
        }
    }
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}
