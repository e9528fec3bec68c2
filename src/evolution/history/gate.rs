//! Whether a product may change as it does.

use std::collections::BTreeSet;

use super::served::{Served, served};
use super::{Before, deprecation, rules};
use crate::diagnostics::{Finding, plural};
use crate::evolution::contract::{Change, Class, Step};
use crate::manifest::Manifest;
use crate::manifest::document::Evolution;
use crate::manifest::node::Node;
use crate::manifest::value::Date;

/// What a product is held to.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// The mode, where it is not that of the contract.
    pub mode: Option<Evolution>,
    /// The days between the deprecation and the removal of a version.
    pub window: u64,
    /// Today.
    pub as_of: Date,
}

/// What there is to say about the changes of a product.
#[derive(Debug)]
pub struct Judgement {
    /// The versions that are served, the current one first. None when the product is new.
    pub served: Vec<Served>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Judges the change from what was before to the manifest as it is now. `node` is the tree that the manifest was read from.
pub fn judge(new: &Manifest, node: &Node, before: &Before, terms: &Terms) -> Judgement {
    let served = served(new, &before.earlier, terms.mode);
    let mut findings = unreadable(node, before);
    for version in &served {
        findings.extend(changes(node, version));
        findings.extend(versions(node, version));
    }
    let last = before.earlier.last().map(|last| &last.manifest);
    findings.extend(deprecation::check(new, node, last, terms));
    Judgement { served, findings }
}

impl Judgement {
    /// The same when some findings are waived: a change that may stand needs no version.
    ///
    /// `findings` are those of this judgement, in any order.
    pub fn with_waived(&self, node: &Node, findings: &mut Vec<Finding>) {
        let waived: BTreeSet<(String, String)> = findings
            .iter()
            .filter(|finding| finding.waived.is_some())
            .map(|finding| (finding.rule.id.to_string(), finding.pointer.clone()))
            .collect();
        let is_waived = |change: &Change| waived.contains(&(change.rule.id.to_string(), change.pointer.clone()));
        if !self.served.iter().any(|served| served.comparison.changes.iter().any(is_waived)) {
            return;
        }
        findings.retain(|finding| *finding.rule != rules::VERSION || finding.waived.is_some());
        for served in &self.served {
            let comparison = served.comparison.without(is_waived);
            let rest = Served { version: served.version.clone(), comparison, ..*served };
            let anew = versions(node, &rest);
            let is_known =
                |one: &Finding| findings.iter().any(|old| old.rule == one.rule && old.pointer == one.pointer);
            let anew: Vec<Finding> = anew.into_iter().filter(|one| !is_known(one)).collect();
            findings.extend(anew);
        }
    }
}

/// Changes that break somebody where the version does not announce it, and those that are wrong with any version.
fn changes(node: &Node, served: &Served) -> Vec<Finding> {
    let comparison = &served.comparison;
    let too_low = !comparison.is_version_enough();
    let finding = |change: &Change| {
        let breaks = too_low && change.class == Class::Major;
        if !breaks && !change.error && !change.warning {
            return None;
        }
        let mut message = format!("`{}`: {}", change.path, change.what);
        if let Some(since) = &change.since {
            message = format!("{message} (compared with {since})");
        }
        if let Some(index) = served.previous {
            message = format!("in version {}, which is deprecated: {message}", served.version);
            debug_assert!(change.pointer.contains(&format!("/previous/{index}")));
        }
        let finding = Finding::at(change.rule, node, change.pointer.clone(), message);
        let finding = match help(change) {
            Some(help) => finding.help(help),
            None => finding,
        };
        Some(if breaks || change.error { finding } else { finding.warning() })
    };
    comparison.changes.iter().filter_map(finding).collect()
}

fn help(change: &Change) -> Option<String> {
    let affected = match change.affected.as_slice() {
        [] => String::new(),
        names => format!(" ({})", names.join(", ")),
    };
    let consumers = change.consumers.as_ref().map(|impact| format!("consumers{affected}: {impact}"));
    let producer = change.producer.as_ref().map(|risk| format!("producer: {risk}"));
    let told: Vec<String> = consumers.into_iter().chain(producer).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Versions that are lower than what the changes need.
fn versions(node: &Node, served: &Served) -> Vec<Finding> {
    let comparison = &served.comparison;
    let schema = match served.previous {
        None => "/spec/schema/version".to_owned(),
        Some(index) => format!("/spec/schema/previous/{index}/version"),
    };
    let product = comparison.product.as_ref().map(|step| ("/metadata/version".to_owned(), step));
    let steps = product.into_iter().chain(comparison.schema.as_ref().map(|step| (schema, step)));
    let too_low = steps.filter(|(_, step)| !step.is_enough());
    too_low.map(|(pointer, step)| too_low_at(node, pointer, step, served)).collect()
}

fn too_low_at(node: &Node, pointer: String, step: &Step, served: &Served) -> Finding {
    let Step { before, declared, needed, smallest } = step;
    let message = match needed {
        None => format!("the version goes back from {before} to {declared}"),
        Some(class) => {
            let of_it = |change: &&Change| change.class == *class;
            let count =
                plural(served.comparison.changes.iter().filter(of_it).count().max(1), &format!("{class} change"));
            format!(
                "{declared} is too low: {count} since {before} need{} {smallest}",
                if count.starts_with("1 ") { "s" } else { "" }
            )
        }
    };
    let finding = Finding::at(&rules::VERSION, node, pointer, message);
    let breaks = *needed == Some(Class::Major);
    finding.help(match served.previous {
        Some(_) if breaks => format!("what {before} promised is kept until it is removed: take the change back"),
        None if breaks && before.major() > 0 => format!(
            "take the change back, or open {smallest} beside {before} with `mesh-cli schema bump`; it says who has to agree"
        ),
        _ => format!("write {smallest}, the smallest version that will do; `mesh-cli schema bump` does"),
    })
}

fn unreadable(node: &Node, before: &Before) -> Vec<Finding> {
    let Some((newest, why)) = before.unreadable.first() else { return Vec::new() };
    let places: Vec<&str> = before.unreadable.iter().map(|(place, _)| place.as_str()).collect();
    if before.earlier.is_empty() {
        let message = format!("the manifest that is compared with, {newest}, cannot be read: {why}");
        let help = "name another state to compare with: --against a commit, a manifest or an .avsc file";
        return vec![Finding::at(&rules::UNREADABLE, node, "", message).help(help)];
    }
    let message = format!("not compared with what cannot be read: {}; {newest}: {why}", places.join(", "));
    let help = "compare with a state that can be read, if somebody relied on one of these: --against";
    vec![Finding::at(&rules::UNREADABLE, node, "", message).help(help).warning()]
}
