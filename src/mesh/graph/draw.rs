//! The graph of a mesh as a drawing.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use crate::mesh::drawing::{Card, Drawing, Line};

impl Graph<'_> {
    /// A drawing of some of the products, in which each product is a box that says its archetype.
    pub fn drawing(&self, chosen: &BTreeSet<usize>, title: impl Into<String>) -> Drawing {
        let boxes = chosen.iter().map(|at| {
            let product = &self.survey.products[*at];
            let spec = &product.manifest.spec;
            Card {
                id: product.id.to_string(),
                title: product.id.name.to_string(),
                subtitle: product.id.domain.to_string(),
                href: None,
                class: format!("{} {}", spec.archetype, spec.access.classification.as_str()),
            }
        });
        let boxes: Vec<Card> = boxes.collect();
        let number: BTreeMap<usize, usize> = chosen.iter().enumerate().map(|(number, at)| (*at, number)).collect();
        let mut lines: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for edge in &self.edges {
            if let (Some(from), Some(to)) = (number.get(&edge.from), number.get(&edge.to)) {
                let version = edge.version.as_ref().map(|version| format!("v{version}"));
                let labels = lines.entry((*from, *to)).or_default();
                labels.extend(version.filter(|version| !labels.contains(version)));
            }
        }
        let line = |((from, to), labels): ((usize, usize), Vec<String>)| Line { from, to, label: labels.join(", ") };
        Drawing { title: title.into(), boxes, lines: lines.into_iter().map(line).collect() }
    }
}
