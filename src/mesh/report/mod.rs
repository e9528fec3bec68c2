//! The key figures of a mesh: each computed from what is there, or shown with what it would need. Never made up.

mod figures;
mod history;

use serde::{Deserialize, Serialize};

pub use history::changes_since;

use super::graph::Graph;
use crate::error::Result;
use crate::pack::Pack;
use crate::run::BuildResult;

/// The definitions of the figures in a pack.
const DEFINITIONS: &str = "report/kpis.yaml";

/// Figures that belong together.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What tells it from the others.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// What is aimed at; empty where nothing is.
    pub target: String,
    /// How it is computed; empty where it cannot be.
    pub how: String,
    /// What somebody should know who sees nothing but the number; empty where there is nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caveat: String,
    /// What would have to be there to know it.
    pub needs: String,
    /// What it is, where it is known.
    #[serde(default)]
    pub value: Option<Value>,
}

/// What a figure is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The number.
    pub number: f64,
    /// The number in words: `6 of 7 (86%)`.
    pub text: String,
}

/// What the figures are computed from, beside the products.
#[derive(Debug, Default)]
pub struct Evidence {
    /// How the last builds went.
    pub results: Vec<BuildResult>,
    /// How many commits changed a product, where git knows.
    pub changes: Option<usize>,
    /// The first day that is looked at.
    pub since: String,
}

/// The figures of a mesh.
pub fn report(graph: &Graph<'_>, evidence: &Evidence, pack: &Pack) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = pack.data(DEFINITIONS)?;
    for figure in groups.iter_mut().flat_map(|group| &mut group.figures) {
        figure.value = figures::value(&figure.id, graph, evidence);
    }
    Ok(groups)
}
