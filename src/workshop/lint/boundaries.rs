//! Where domains begin and end.

use std::collections::BTreeMap;

use super::rules::{
    BIG_BANG, EVENT_TWICE, EVERYTHING, QUESTION_TWICE, REPORTING, SERVICE, SOURCE_TWICE, SPLIT, SYSTEM,
};
use super::{Lint, folded};
use crate::diagnostics::{Finding, Rule};
use crate::workshop::words::{parts, singular};

pub(super) fn check(lint: &Lint<'_>, findings: &mut Vec<Finding>) {
    for name in lint.map.file.domains.keys() {
        findings.extend(of_name(lint, name));
    }
    steps(lint, findings);
    twice(lint, findings);
    let count = lint.map.file.domains.len();
    if count > lint.lists.most_domains {
        let message = format!("the map has {count} domains");
        let finding = Finding::at(&BIG_BANG, &lint.map.node, "/domains", message).warning();
        findings
            .push(finding.help("begin with the two or three that want it most, and keep the others for the next map"));
    }
}

/// What a name gives away. One finding for a name: the first that fits.
fn of_name(lint: &Lint<'_>, name: &str) -> Option<Finding> {
    let word = folded(name);
    let lists = lint.lists;
    let is = |list: &[String]| list.contains(&word);
    if is(&lists.reporting) {
        let help = "make it a consumer of the domains whose numbers it shows, and give its questions to them";
        return Some(lint.domain(&REPORTING, name, format!("`{name}` reads what others own"), help));
    }
    if is(&lists.everything) {
        let help = "ask for each thing in it: when it changes, which team is the first to know? Name the domains after what they do";
        return Some(lint.domain(&EVERYTHING, name, format!("`{name}` is no capability of the business"), help));
    }
    let last = parts(&word).next_back().unwrap_or_default();
    if parts(&word).count() > 1 && lists.services.iter().any(|service| service == last) {
        let help = "put it together with the services that the business would name with the same word";
        return Some(lint.domain(&SERVICE, name, format!("`{name}` is the name of a service"), help).warning());
    }
    let system = parts(&word).find(|part| lists.systems.iter().any(|system| system == part))?;
    let help = "name the domain after what the business does with it, and list the system below `sourceSystems`";
    Some(lint.domain(&SYSTEM, name, format!("`{name}` is named after the system `{system}`"), help))
}

/// Domains that are steps in the life of one thing: `order_creation` and `order_fulfilment`.
fn steps(lint: &Lint<'_>, findings: &mut Vec<Finding>) {
    let mut of_thing: BTreeMap<String, &str> = BTreeMap::new();
    for name in lint.map.file.domains.keys() {
        let word = folded(name);
        let words: Vec<&str> = parts(&word).collect();
        let [thing @ .., last] = &words[..] else { continue };
        let step = !thing.is_empty() && lint.lists.steps.iter().any(|step| step == last);
        let thing = if step { thing.join("_") } else { word.clone() };
        let thing = singular(&thing);
        match of_thing.get(&thing) {
            Some(first) => {
                let message = format!("`{first}` and `{name}` are about one thing, `{thing}`");
                let help = "make them one domain; it may have several systems and several teams' work in it";
                findings.push(lint.domain(&SPLIT, name, message, help).warning());
            }
            None => drop(of_thing.insert(thing, name)),
        }
    }
}

/// Capabilities, systems, events and questions that stand in two domains.
fn twice(lint: &Lint<'_>, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
    let mut note = |rule: &'static Rule, kind: &'static str, domain, place: String, said: &str, help: &str| {
        let first = *seen.entry((kind, folded(said))).or_insert(domain);
        if first != domain {
            let message = format!("`{first}` has the {kind} `{}` as well", crate::diagnostics::shown(said));
            findings.push(lint.value(rule, domain, &place, message, help));
        }
    };
    for (name, domain) in &lint.map.file.domains {
        for (at, capability) in domain.capabilities.iter().enumerate() {
            let help = "ask who decides how it is done, and give it to that domain alone";
            note(&SPLIT, "capability", name, format!("capabilities/{at}"), capability, help);
        }
        for (at, system) in domain.source_systems.iter().enumerate() {
            let help = "give it to the team that runs it; the other reads that team's product";
            note(&SOURCE_TWICE, "source system", name, format!("sourceSystems/{at}"), system.name.as_str(), help);
        }
        for (at, event) in domain.business_events.iter().enumerate() {
            let help = "ask who is the first to know, and leave it there; the other domain is a consumer";
            note(&EVENT_TWICE, "event", name, format!("businessEvents/{at}"), event.name.as_str(), help);
        }
        for (at, question) in domain.analytical_questions.iter().enumerate() {
            let help = "give it to the domain that acts on the answer; the other lists itself as a consumer";
            note(&QUESTION_TWICE, "question", name, format!("analyticalQuestions/{at}"), &question.question, help);
        }
    }
}
