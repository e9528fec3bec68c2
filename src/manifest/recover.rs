//! The manifest that was probably meant: misspelt words replaced, other faults left out.
//!
//! A manifest with a fault in its shape cannot be typed, and so its rules could not be checked until
//! the fault is mended. Guessing what was meant lets all findings be shown at once. Nothing is ever
//! rendered from a guess.

use serde::Deserialize;
use serde_json::Value as Json;

use super::document::Manifest;
use super::node::pointer_tokens;
use super::shape::UNKNOWN_KEY;
use crate::diagnostics::Finding;

/// Mends a tree by the suggestions of its findings; nothing when what is left is no manifest.
///
/// What has no suggestion is left out. Where that leaves too little, a value of the right form stands in for it.
pub(super) fn recover(
    json: Json,
    findings: &[Finding],
    stand_ins: impl Fn(&Json) -> Vec<(String, &'static str)>,
) -> Option<Manifest> {
    let mended = |mut json: Json| {
        for finding in findings {
            mend(&mut json, finding);
        }
        json
    };
    Manifest::deserialize(mended(json.clone())).ok().or_else(|| {
        let stand_ins = stand_ins(&json);
        let mut json = mended(json);
        for (pointer, value) in stand_ins {
            let (parent, key) = pointer.rsplit_once('/')?;
            if let Some(entries) = json.pointer_mut(parent).and_then(Json::as_object_mut) {
                entries.entry(key).or_insert_with(|| value.into());
            }
        }
        Manifest::deserialize(json).ok()
    })
}

fn mend(json: &mut Json, finding: &Finding) -> Option<()> {
    let (parent, _) = finding.pointer.rsplit_once('/')?;
    let key = pointer_tokens(&finding.pointer).last()?;
    // An item of a list stays: without it, the places of all items behind it would be wrong.
    let entries = json.pointer_mut(parent)?.as_object_mut()?;
    let value = entries.shift_remove(&key)?;
    match &finding.suggestion {
        Some(meant) if *finding.rule == UNKNOWN_KEY => {
            entries.entry(meant).or_insert(value);
        }
        Some(meant) => {
            entries.insert(key, meant.as_str().into());
        }
        None => {}
    }
    Some(())
}
