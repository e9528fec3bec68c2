//! How rules stand to waivers.

use std::collections::BTreeMap;

use crate::evolution::{contract, history};
use crate::mesh::check::MeshRule;

/// How a rule stands to waivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether its findings can be let stand.
    pub waivable: bool,
    /// Whether this run judged by it.
    pub judged: bool,
}

/// The rules of `schema check`: a change that is wrong with any version can be waived, and so can what is promised to
/// consumers when a version ends. What breaks somebody needs a new major version, and no waiver makes it one.
pub fn of_evolution(judged: bool) -> BTreeMap<String, Standing> {
    let changes = contract::RULES.iter().map(|row| (row.rule.id.to_string(), row.error));
    let firm = |id: &str| history::FIRM.iter().any(|rule| rule.id == id);
    let promises = history::RULES.iter().map(|rule| (rule.id.to_string(), !firm(&rule.id)));
    changes.chain(promises).map(|(id, waivable)| (id, Standing { waivable, judged })).collect()
}

/// The rules of `mesh check`: what a product promises, protects and declares can be waived. What cannot work cannot.
pub fn of_mesh(judged: bool) -> BTreeMap<String, Standing> {
    let standing = |rule: &&MeshRule| (rule.rule.id.to_string(), Standing { waivable: rule.waivable, judged });
    crate::mesh::check::RULES.iter().map(standing).collect()
}
