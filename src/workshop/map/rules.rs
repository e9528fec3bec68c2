//! What a map cannot say, whatever its shape: a domain twice, and questions that wait for themselves.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{DomainMap, MapFile};
use crate::diagnostics::{Finding, Rule, shown};
use crate::manifest::check::is_reserved;
use crate::manifest::name::{self, Name};
use crate::manifest::node::Node;
use crate::manifest::shape::BAD_VALUE;

/// A domain stands in the map once.
pub static DUPLICATE_DOMAIN: Rule = Rule::new(
    "map/duplicate-domain",
    "A domain stands in the map once",
    "two domains whose names differ only in case or in their separators are one in SQL, and nobody knows which team is meant",
);
/// No question waits for its own answer.
pub static LOOP: Rule =
    Rule::new("map/loop", "No question needs its own answer", "products that are made from each other are never made");

/// An event stands in its domain once.
pub static DUPLICATE_EVENT: Rule = Rule::new(
    "map/duplicate-event",
    "An event stands in its domain once",
    "each event becomes a value that tells rows apart, and two of one name are one",
);

/// A map has domains.
pub static EMPTY: Rule = Rule::new(
    "map/empty",
    "A map has a domain",
    "without one there is nothing to judge, to print or to make; a workshop begins with the first team that owns something",
);

/// The columns that the pilot gives to every product of events, beside the id of its thing.
const OWN_COLUMNS: [&str; 6] = ["id", "event_id", "event_type", "event_timestamp", "created_at", "updated_at"];

/// A map without domains.
pub(super) fn domains(node: &Node, file: &MapFile, findings: &mut Vec<Finding>) {
    if file.domains.is_empty() {
        let help = "add one, as in `domains: { orders: { team: … } }`; `mesh-cli workshop new` writes a map to fill in";
        findings.push(Finding::at(&EMPTY, node, "/domains", "the map has no domain").help(help));
    }
}

/// Events that stand twice, and columns that they cannot carry.
pub(super) fn events(node: &Node, file: &MapFile, findings: &mut Vec<Finding>) {
    for (domain, one) in &file.domains {
        let mut seen = std::collections::BTreeSet::new();
        for (at, event) in one.business_events.iter().enumerate() {
            let place = format!("/domains/{domain}/businessEvents/{at}");
            if !seen.insert(event.name.snake()) {
                let message = format!("`{}` stands in `{domain}` twice", event.name);
                findings.push(
                    Finding::at(&DUPLICATE_EVENT, node, format!("{place}/name"), message)
                        .help("take one of the two out"),
                );
            }
            for (index, carried) in event.carries.iter().enumerate() {
                let name = carried.name.snake();
                let (message, help) = if OWN_COLUMNS.contains(&name.as_str()) {
                    (
                        format!("the pilot has a column `{name}` of its own"),
                        format!("leave it out, or say which: `source_{name}`"),
                    )
                } else if is_reserved(&name) {
                    (
                        format!("`{name}` is a reserved word of SQL"),
                        format!("add a word that says which: `{name}_name`"),
                    )
                } else if let Err(error) = name.parse::<Name>() {
                    (error.to_string(), "write words in small letters, with one `_` between them".to_owned())
                } else {
                    continue;
                };
                findings
                    .push(Finding::at(&BAD_VALUE, node, format!("{place}/carries/{index}/name"), message).help(help));
            }
        }
    }
}

/// The names of domains: good ones, and each once. Also of a file with other faults.
pub(super) fn names(node: &Node, json: &Json, findings: &mut Vec<Finding>) {
    let names = json.get("domains").and_then(Json::as_object).into_iter().flat_map(Map::keys);
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        let pointer = format!("/domains/{}", name.replace('~', "~0").replace('/', "~1"));
        let folded = name::suggest(name).map_or_else(|| name.to_lowercase(), |name| name.snake());
        if let Some(first) = seen.get(&folded) {
            let message = format!("`{}` and `{}` are one domain", shown(first), shown(name));
            let finding = Finding::at_key(&DUPLICATE_DOMAIN, node, pointer, message);
            findings.push(finding.help("put what the two say under one of the names"));
            continue;
        }
        seen.insert(folded, name);
        if let Err(error) = name.parse::<Name>() {
            let near = name::suggest(name);
            let help = near.as_ref().map_or("write it in small letters".to_owned(), |near| format!("write `{near}`"));
            let finding = Finding::at_key(&BAD_VALUE, node, pointer, error.to_string());
            findings.push(finding.help(help).suggest(near.map(|near| near.to_string())));
        }
    }
}

/// Questions that need what they answer, by themselves or through others.
pub(super) fn loops(node: &Node, file: &MapFile, findings: &mut Vec<Finding>) {
    let mut needs: IndexMap<String, Vec<String>> = IndexMap::new();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for (domain, one) in &file.domains {
        for (index, question) in one.analytical_questions.iter().enumerate() {
            let Some(name) = &question.name else { continue };
            let id = folded(&format!("{domain}.{name}"));
            places.entry(id.clone()).or_insert_with(|| format!("/domains/{domain}/analyticalQuestions/{index}/needs"));
            let own = question.needs.iter().map(|need| {
                // A product of the question's own domain may be named without it.
                let full = if need.contains('.') { need.to_string() } else { format!("{domain}.{need}") };
                folded(&full)
            });
            needs.entry(id).or_default().extend(own);
        }
    }
    let mut told: Vec<&str> = Vec::new();
    for start in needs.keys() {
        let Some(way) = way_back(start, &needs) else { continue };
        // A loop is told once, at its first product.
        if way.iter().any(|id| told.contains(&id.as_str())) {
            continue;
        }
        told.push(start);
        let message = if way.len() == 1 {
            format!("the question of `{start}` needs `{start}` itself")
        } else {
            format!(
                "the questions need each other: `{}`",
                [way.as_slice(), std::slice::from_ref(start)].concat().join("` → `")
            )
        };
        let place = places.get(start).cloned().unwrap_or_default();
        findings.push(Finding::at(&LOOP, node, place, message).help("take one of them out of `needs`"));
    }
}

/// The shortest way from a product through what it needs back to itself.
fn way_back(start: &str, needs: &IndexMap<String, Vec<String>>) -> Option<Vec<String>> {
    let mut ways = std::collections::VecDeque::from([vec![start.to_owned()]]);
    let mut seen = std::collections::BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in way.last().and_then(|last| needs.get(last)).into_iter().flatten() {
            if next == start {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push_back([way.as_slice(), std::slice::from_ref(next)].concat());
            }
        }
    }
    None
}

/// `customer-360` and `customer_360` are one product.
fn folded(id: &str) -> String {
    id.to_lowercase().replace('-', "_")
}

impl DomainMap {
    /// Every rule that the reading of a map checks beyond its shape.
    pub fn rules() -> [&'static Rule; 4] {
        [&DUPLICATE_DOMAIN, &DUPLICATE_EVENT, &EMPTY, &LOOP]
    }
}
