//! From a draft to a manifest: defaults once, at the end, and then all findings at once.

use super::check::check;
use super::document::Manifest;
use super::node::{Node, Origin, Value, pointer_tokens};
use super::shape::UNKNOWN_KEY;
use super::typed::typed;
use super::{Draft, name::Name};
use crate::diagnostics::{Finding, Report, Severity};
use crate::error::Result;
use crate::pack::Pack;
use crate::render;

/// A manifest with the warnings about it, or a report with at least one error.
pub type Resolved = std::result::Result<(Manifest, Report), Report>;

/// Fills in the pack's defaults, types the tree, and checks that it is consistent.
pub fn resolve(mut draft: Draft, pack: &Pack) -> Result<Resolved> {
    pack.options()?;
    draft.fill(&pack.defaults()?);
    let mut outcome = match typed(&draft.node) {
        Ok(manifest) => {
            let findings = check(&manifest, &draft.node, pack);
            let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
            if refused { Err(findings) } else { Ok((manifest, findings)) }
        }
        Err((mut findings, meant)) => {
            let more = meant.map(|manifest| check(&manifest, &draft.node, pack)).unwrap_or_default();
            let known: Vec<String> = findings.iter().map(guessed).collect();
            findings.extend(more.into_iter().filter(|finding| !touches(&finding.pointer, &known)));
            Err(findings)
        }
    };
    if draft.source.is_some() {
        let (Ok((_, findings)) | Err(findings)) = &mut outcome;
        for finding in findings.iter_mut().filter(|finding| finding.origin == Origin::Default) {
            finding.origin = written(&draft.node, &finding.pointer).clone();
        }
    }
    Ok(match outcome {
        Ok((manifest, warnings)) => Ok((manifest, Report::new(draft.source, warnings))),
        Err(findings) => Err(Report::new(draft.source, findings)),
    })
}

/// The key of a file that is nearest around a place where only defaults stand.
fn written<'a>(document: &'a Node, pointer: &str) -> &'a Origin {
    let of_file = |origin: &Origin| matches!(origin, Origin::File { .. });
    let first = match &document.value {
        Value::Map(entries) => entries.iter().map(|entry| &entry.key_origin).find(|origin| of_file(origin)),
        _ => None,
    };
    let mut nearest = first.unwrap_or(&document.origin);
    let mut node = document;
    for token in pointer_tokens(pointer) {
        let (next, origin) = match (node.entry(&token), node.item(&token)) {
            (Some(entry), _) => (&entry.node, &entry.key_origin),
            (_, Some(item)) => (item, &item.origin),
            _ => break,
        };
        node = next;
        if of_file(origin) {
            nearest = origin;
        }
    }
    nearest
}

/// The place of which nothing is known because of a finding: the value, or what it is part of where it is left out.
fn guessed(finding: &Finding) -> String {
    let left_out = finding.suggestion.is_none() && *finding.rule != UNKNOWN_KEY;
    let parent = finding.pointer.rsplit_once('/').map(|(parent, _)| parent).filter(|_| left_out);
    parent.unwrap_or(&finding.pointer).to_owned()
}

/// Whether a place is one of those given, inside one, or around one: what is said of it would be a guess.
fn touches(pointer: &str, places: &[String]) -> bool {
    let inside = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    places.iter().any(|place| inside(pointer, place) || inside(place, pointer))
}

/// Fills in what a new product starts with, wherever nothing was said: the archetype's starter, then the pack's.
///
/// A draft that is whole as it stands is left alone: a manifest that promises no completeness goes on promising none.
pub fn starter(draft: &mut Draft, pack: &Pack) -> Result<()> {
    // Without a good domain and name nothing is written; a stand-in lets the findings be about these two alone.
    let name = |path: &str, stand_in: &str| {
        let given = draft.text(path).and_then(|text| text.parse::<Name>().ok());
        given.or_else(|| stand_in.parse().ok())
    };
    let (Some(domain), Some(name)) = (name("metadata.domain", "domain"), name("metadata.name", "product")) else {
        return Ok(());
    };
    if resolve(draft.clone(), pack)?.is_ok() {
        return Ok(());
    }
    let archetype = draft.text("spec.archetype").map(str::to_owned);
    for layer in pack.starters(archetype.as_deref(), domain.as_str())? {
        draft.fill(&layer);
    }
    render_defaults(&mut draft.node, &domain, &name)
}

/// Renders the texts that defaults brought: most of them speak of the product's name.
fn render_defaults(node: &mut Node, domain: &Name, name: &Name) -> Result<()> {
    match &mut node.value {
        Value::String(text) if node.origin == Origin::Default => *text = render::starter(text, domain, name)?,
        Value::List(items) => items.iter_mut().try_for_each(|item| render_defaults(item, domain, name))?,
        Value::Map(entries) => {
            entries.iter_mut().try_for_each(|entry| render_defaults(&mut entry.node, domain, name))?;
        }
        _ => {}
    }
    Ok(())
}
