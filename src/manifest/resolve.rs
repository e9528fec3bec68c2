//! From a draft to a manifest: defaults once, at the end, and then all findings at once.

use super::check::check;
use super::document::Manifest;
use super::typed::typed;
use super::{Draft, name::Name};
use crate::diagnostics::{Report, Severity};
use crate::error::Result;
use crate::pack::Pack;

/// A manifest with the warnings about it, or a report with at least one error.
pub type Resolved = std::result::Result<(Manifest, Report), Report>;

/// Fills in the pack's defaults, types the tree, and checks that it is consistent.
pub fn resolve(mut draft: Draft, pack: &Pack) -> Result<Resolved> {
    draft.fill(&pack.defaults()?);
    let outcome = typed(&draft.node).and_then(|manifest| {
        let findings = check(&manifest, &draft.node, pack);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(findings);
        }
        Ok((manifest, findings))
    });
    Ok(match outcome {
        Ok((manifest, warnings)) => Ok((manifest, Report::new(draft.source, warnings))),
        Err(findings) => Err(Report::new(draft.source, findings)),
    })
}

/// Fills in what a new product starts with, wherever nothing was said: the archetype's starter, then the pack's.
///
/// Nothing is filled in before the domain and the name are known, because most of it speaks of them.
pub fn starter(draft: &mut Draft, pack: &Pack) -> Result<()> {
    let valid = |path: &str| draft.text(path).is_some_and(|text| text.parse::<Name>().is_ok());
    if !(valid("metadata.domain") && valid("metadata.name")) {
        return Ok(());
    }
    let archetype = draft.text("spec.archetype").map(str::to_owned);
    for layer in pack.starters(archetype.as_deref(), draft)? {
        draft.fill(&layer);
    }
    Ok(())
}
