//! What domains offer, and who reads it.

use std::collections::BTreeSet;

use super::rules::{
    CONSUMES_ITSELF, NO_EVENT, NO_QUESTION, NOT_PAST, ONLY_CONSUMES, SILENT_CONSUMER, UNKNOWN_CONSUMER, UNKNOWN_SOURCE,
};
use super::{Lint, folded};
use crate::diagnostics::{Finding, did_you_mean, nearest};
use crate::workshop::map::Domain;
use crate::workshop::words::parts;

/// `reads` says which domain reads which.
pub(super) fn check(lint: &Lint<'_>, reads: &BTreeSet<(String, String)>, findings: &mut Vec<Finding>) {
    for (name, domain) in &lint.map.file.domains {
        let (systems, events) = (!domain.source_systems.is_empty(), !domain.business_events.is_empty());
        if !systems && !events {
            let help = "list what happens here that nobody else is the first to know of; if there is nothing, make it a consumer of the others";
            findings.push(lint.domain(&ONLY_CONSUMES, name, format!("`{name}` only consumes"), help).warning());
        } else if !events {
            let help =
                "ask what happens in the business when a row changes, and write it in the past tense: `order_placed`";
            findings.push(lint.domain(&NO_EVENT, name, format!("nothing happens in `{name}`"), help).warning());
        }
        if domain.analytical_questions.is_empty() {
            let help = "ask what somebody would decide differently if they knew it; if nobody can say, leave the domain out of the pilot";
            findings.push(lint.domain(&NO_QUESTION, name, format!("`{name}` owns no question"), help).warning());
        }
        events_of(lint, name, domain, findings);
        consumers_of(lint, name, domain, reads, findings);
    }
}

fn events_of(lint: &Lint<'_>, name: &str, domain: &Domain, findings: &mut Vec<Finding>) {
    for (at, event) in domain.business_events.iter().enumerate() {
        let word = event.name.snake();
        if !is_past(lint, &word) {
            let message = format!("`{}` does not say that something happened", event.name);
            let help = "name the thing and then what happened to it, in the past tense: `order_placed`";
            findings.push(lint.value(&NOT_PAST, name, &format!("businessEvents/{at}"), message, help).warning());
        }
        let Some(source) = &event.source else { continue };
        if !domain.source_systems.iter().any(|system| system.name == *source) {
            let known = domain.source_systems.iter().map(|system| system.name.as_str());
            let help = did_you_mean(source.as_str(), known);
            let message = format!("`{name}` has no source system `{source}`");
            findings.push(lint.value(&UNKNOWN_SOURCE, name, &format!("businessEvents/{at}/source"), message, &help));
        }
    }
}

/// Whether an event's verb is in the past: its last word, or the one before a particle.
fn is_past(lint: &Lint<'_>, event: &str) -> bool {
    let past = |word: &str| {
        lint.lists.past.iter().any(|end| word.ends_with(end.as_str()))
            || lint.lists.past_irregular.iter().any(|one| one == word)
    };
    let mut words = parts(event).rev();
    let last = words.next().unwrap_or_default();
    past(last) || (lint.words.is_particle(last) && words.next().is_some_and(past))
}

fn consumers_of(
    lint: &Lint<'_>,
    name: &str,
    domain: &Domain,
    reads: &BTreeSet<(String, String)>,
    findings: &mut Vec<Finding>,
) {
    for (at, consumer) in domain.consumers.iter().enumerate() {
        let place = format!("consumers/{at}");
        let known = lint.map.file.domains.keys().find(|known| folded(known) == folded(consumer.as_str()));
        match known {
            Some(known) if known == name => {
                let message = format!("`{name}` is its own consumer");
                findings.push(lint.value(&CONSUMES_ITSELF, name, &place, message, "take it out").warning());
            }
            Some(known) if !reads.contains(&(known.clone(), name.to_owned())) => {
                let message = format!("no question of `{known}` needs anything of `{name}`");
                let help = format!(
                    "write down what `{known}` wants to know, with `needs: [{name}]`; or take the consumer out"
                );
                findings.push(lint.value(&SILENT_CONSUMER, name, &place, message, &help).warning());
            }
            Some(_) => {}
            None => {
                let names = lint.map.file.domains.keys().map(String::as_str);
                let near = nearest(consumer.as_str(), names);
                let help = near.map_or_else(
                    || "invite somebody who speaks for it, and add it as a domain; or leave it: the pilot shows it as planned".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("the consumer `{consumer}` is no domain of the map");
                let finding = lint.value(&UNKNOWN_CONSUMER, name, &place, message, &help).suggest(near);
                findings.push(finding.warning());
            }
        }
    }
}
