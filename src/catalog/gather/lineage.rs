//! Where a product comes from and where it goes.

use super::{Atlas, html};
use crate::catalog::model::{Provenance, Step};
use crate::manifest::document::Transformation;

impl Atlas<'_> {
    pub(super) fn provenance(&self, at: usize, root: &str) -> Provenance {
        let product = self.at(at);
        let spec = &product.manifest.spec;
        // Where a port reads a product, the product is shown, and not the system that the product is in.
        let reads = |at: usize| product.reads.iter().any(|reads| reads.port == at);
        let ports = spec.input_ports.iter().enumerate().filter(|(at, _)| !reads(*at));
        let ports = ports.filter_map(|(_, port)| port.system.as_ref());
        let told = spec.lineage.upstream.iter().filter_map(|upstream| upstream.system.as_ref());
        let mut systems: Vec<String> = Vec::new();
        for system in ports.chain(told) {
            if systems.iter().all(|known| known != system.as_str()) {
                systems.push(system.to_string());
            }
        }
        Provenance {
            graph: self.neighbourhood(at, &systems, root),
            upstream: self.references(self.graph.upstream(at)),
            downstream: self.references(self.graph.downstream(at)),
            systems,
            steps: spec.lineage.transformations.iter().map(step).collect(),
        }
    }
}

fn step(step: &Transformation) -> Step {
    Step {
        name: step.name.title(),
        description_html: step.description.as_deref().map(html::line),
        from: step.from.as_ref().map(ToString::to_string),
        joins: step.joins.iter().map(|join| join.port.to_string()).collect(),
    }
}
