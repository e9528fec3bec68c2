//! The way from one major version to the next: announced, agreed on, and long enough.

use super::gate::Terms;
use super::rules;
use crate::diagnostics::{Finding, plural};
use crate::evolution::contract::Contract;
use crate::manifest::Manifest;
use crate::manifest::document::Previous;
use crate::manifest::node::Node;

/// How many days a deprecation may be older than the day on which it is first seen: a change is under review for a while.
const REVIEW_DAYS: i32 = 31;

/// What is wrong with the deprecated versions of a product. `last` is the manifest before; nothing for a new product.
pub(super) fn check(new: &Manifest, node: &Node, last: Option<&Manifest>, terms: &Terms) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, entry) in new.spec.schema.previous.iter().enumerate() {
        let at = |key: &str| format!("/spec/schema/previous/{index}/{key}");
        let known = last.and_then(|last| entry_of(last, entry.version.major()));
        if known.is_none_or(|known| (known.deprecated, known.removed) != (entry.deprecated, entry.removed)) {
            findings.extend(window(entry, node, &at("removed"), terms));
        }
        match known {
            Some(known) => findings.extend(shortened(entry, known, node, &at("removed"))),
            None if last.is_some() => findings.extend(backdated(entry, node, &at("deprecated"), terms)),
            None => {}
        }
        if terms.as_of > entry.removed {
            let message = format!("{} was to be removed after {}", entry.version, entry.removed);
            let help = "delete the entry and run `mesh-cli generate`, or move the day if consumers need more time";
            findings.push(Finding::at(&rules::OVERDUE, node, at("removed"), message).help(help).warning());
        }
    }
    if let Some(last) = last {
        findings.extend(dropped(new, node, last, terms));
        findings.extend(opened(new, node, last, terms));
    }
    findings
}

fn entry_of(manifest: &Manifest, major: u64) -> Option<&Previous> {
    manifest.spec.schema.previous.iter().find(|entry| entry.version.major() == major)
}

fn window(entry: &Previous, node: &Node, pointer: &str, terms: &Terms) -> Option<Finding> {
    let days = entry.deprecated.days_until(entry.removed);
    let window = u32::try_from(terms.window).unwrap_or(u32::MAX);
    (i64::from(days) < i64::from(window)).then(|| {
        let message =
            format!("{} is served for {} after its deprecation, and not for {window}", entry.version, days_of(days));
        let help = format!("remove it on {} at the earliest", entry.deprecated.plus_days(window));
        Finding::at(&rules::WINDOW, node, pointer, message).help(help)
    })
}

fn backdated(entry: &Previous, node: &Node, pointer: &str, terms: &Terms) -> Option<Finding> {
    let days = entry.deprecated.days_until(terms.as_of);
    (days > REVIEW_DAYS).then(|| {
        let message =
            format!("{} is deprecated {} ago, and nobody was told before today", entry.version, days_of(days));
        let help = format!("begin the deprecation on {}, and count the days until the removal from there", terms.as_of);
        Finding::at(&rules::BACKDATED, node, pointer, message).help(help)
    })
}

fn shortened(entry: &Previous, known: &Previous, node: &Node, pointer: &str) -> Option<Finding> {
    (entry.removed < known.removed).then(|| {
        let message = format!("{} was announced to be served until {}", entry.version, known.removed);
        Finding::at(&rules::SHORTENED, node, pointer, message)
            .help(format!("write {} again, or a later day", known.removed))
    })
}

/// Versions that are no longer served, and whose time is not over.
fn dropped(new: &Manifest, node: &Node, last: &Manifest, terms: &Terms) -> Vec<Finding> {
    let gone = last.spec.schema.previous.iter().filter(|entry| entry_of(new, entry.version.major()).is_none());
    gone.filter(|entry| terms.as_of <= entry.removed && entry.version.major() < new.spec.schema.version.major())
        .map(|entry| {
            let message = format!("{} is gone, and was announced to be served until {}", entry.version, entry.removed);
            let help = format!("put the entry of {} back, and delete it after that day", entry.version);
            Finding::at(&rules::DROPPED, node, "/spec/schema/previous", message).help(help)
        })
        .collect()
}

/// What a new major version has to bring along: the old one beside it, and the word of everybody who reads it.
fn opened(new: &Manifest, node: &Node, last: &Manifest, terms: &Terms) -> Vec<Finding> {
    let old = last.spec.schema.version.major();
    // Nobody was promised anything in 0.x.
    if old == 0 || new.spec.schema.version.major() <= old {
        return Vec::new();
    }
    let version = &last.spec.schema.version;
    let Some(index) = new.spec.schema.previous.iter().position(|entry| entry.version.major() == old) else {
        let message =
            format!("{} takes the place of {version}, which nobody can read any more", new.spec.schema.version);
        let help = "list it in `spec.schema.previous`, with the days of its deprecation and removal: `mesh-cli schema bump` does";
        return vec![Finding::at(&rules::NOT_SERVED, node, "/spec/schema/previous", message).help(help)];
    };
    let entry = &new.spec.schema.previous[index];
    let agreed: Vec<String> = entry
        .acknowledged_by
        .iter()
        .filter(|word| word.on <= terms.as_of)
        .map(|word| word.consumer.to_string())
        .collect();
    let has_agreed = |consumer: &str| {
        let domain = consumer.split_once('.').map_or(consumer, |(domain, _)| domain);
        agreed.iter().any(|name| name == consumer || name == domain)
    };
    let contract = Contract::of(last);
    let silent = contract.consumers().iter().filter(|consumer| !has_agreed(consumer));
    let pointer = format!("/spec/schema/previous/{index}/acknowledgedBy");
    let finding = |consumer: &String| {
        let message = format!("`{consumer}` reads {version} and has not agreed to move on by {}", entry.removed);
        let help = format!("add its word: `- {{ consumer: {consumer}, by: …, on: {} }}`", terms.as_of);
        Finding::at(&rules::UNACKNOWLEDGED, node, pointer.clone(), message).help(help)
    };
    silent.map(finding).collect()
}

fn days_of(days: i32) -> String {
    plural(usize::try_from(days).unwrap_or(0), "day")
}
