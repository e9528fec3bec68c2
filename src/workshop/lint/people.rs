//! Who answers for a domain.

use std::collections::BTreeMap;

use super::rules::{NO_CONTACT, NO_OWNER, ONE_TEAM};
use super::{Lint, folded};
use crate::diagnostics::{Finding, or_list};

/// How many domains one team may own.
const MOST_OF_A_TEAM: usize = 2;

pub(super) fn check(lint: &Lint<'_>, findings: &mut Vec<Finding>) {
    let mut owned: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, domain) in &lint.map.file.domains {
        let Some(team) = &domain.team else {
            let help = "add `team: …`: the one that runs the systems, and is the first to know when something changes";
            findings.push(lint.domain(&NO_OWNER, name, format!("nobody answers for `{name}`"), help));
            continue;
        };
        owned.entry(folded(team)).or_default().push(name);
        let missing: Vec<&str> = [
            ("email", domain.email.is_none()),
            ("onCall", domain.on_call.is_none()),
            ("channel", domain.channel.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, missing)| missing.then_some(key))
        .collect();
        if !missing.is_empty() {
            let message = format!("`{name}` does not say how its team is reached: {}", missing.join(", "));
            let help =
                format!("add {}; until then the pilot has made-up ones", or_list(&missing).replace(" or ", " and "));
            findings.push(lint.value(&NO_CONTACT, name, "team", message, &help).warning());
        }
    }
    for domains in owned.values().filter(|domains| domains.len() > MOST_OF_A_TEAM) {
        for name in &domains[MOST_OF_A_TEAM..] {
            let message = format!("the team of `{name}` owns {} domains", domains.len());
            let help = "make them one domain, or name the team that will really do the work";
            findings.push(lint.value(&ONE_TEAM, name, "team", message, help).warning());
        }
    }
}
