//! Who may see a product, and who reads it.

use std::collections::HashSet;

use super::{Atlas, html};
use crate::catalog::model::{Access, Consumer, Role};
use crate::mesh::Surveyed;
use crate::mesh::graph::key;

/// The most consumers that a page shows, unless more are declared.
const MOST_SHOWN: usize = 60;

impl Atlas<'_> {
    /// The declared consumers, then products downstream that the manifest speaks of, then those that read unasked.
    pub(super) fn consumers(&self, at: usize) -> Vec<Consumer> {
        let product = self.at(at);
        let readers = self.graph.downstream(at);
        let ids = || readers.iter().map(|reader| &self.at(*reader).id);
        let domains: HashSet<&str> = ids().map(|id| id.domain.as_str()).collect();
        let products: HashSet<String> = ids().map(|id| key(&id.to_string())).collect();
        let reads = |id: &str| domains.contains(id) || products.contains(&key(id));
        let spec = &product.manifest.spec;
        let mut consumers: Vec<Consumer> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        for consumer in &spec.access.consumers {
            let id = consumer.product.as_ref().map_or_else(|| consumer.domain.to_string(), ToString::to_string);
            known.insert(key(&id));
            consumers.push(Consumer {
                reads: reads(&id),
                who: self.reference(&id),
                purpose_html: consumer.purpose.as_deref().map(html::line),
                role: consumer.role.as_ref().map(ToString::to_string),
                principal: consumer.principal.as_ref().map(ToString::to_string),
                contact: consumer.contact.as_ref().and_then(super::reachable),
                team: self.team(&id),
                declared: true,
            });
        }
        for downstream in &spec.lineage.downstream {
            let id = downstream.product.to_string();
            if known.insert(key(&id)) {
                let purpose_html = downstream.description.as_deref().map(html::line);
                consumers.push(Consumer { purpose_html, declared: true, ..self.reader(&id, reads(&id)) });
            }
        }
        for reader in &readers {
            let reader = self.at(*reader);
            let id = reader.id.to_string();
            // A domain that is declared stands for all its products.
            if !known.contains(&key(reader.id.domain.as_str())) && known.insert(key(&id)) {
                consumers.push(self.reader(&id, true));
            }
        }
        consumers
    }

    /// The team of a product or of a domain.
    fn team(&self, id: &str) -> Option<String> {
        let of_domain = || Some(self.settings(id)?.owner.as_ref()?.team.to_string());
        self.graph.find(id).map(|at| self.owner(at).team).or_else(of_domain)
    }

    fn reader(&self, id: &str, reads: bool) -> Consumer {
        let who = self.reference(id);
        Consumer {
            who,
            purpose_html: None,
            role: None,
            principal: None,
            contact: None,
            team: self.team(id),
            declared: false,
            reads,
        }
    }
}

/// Those that a page shows: all that are declared, and of the others as many as there is room for.
pub(super) fn shown(mut consumers: Vec<Consumer>) -> Vec<Consumer> {
    let declared = consumers.iter().filter(|consumer| consumer.declared).count();
    consumers.truncate(declared.max(MOST_SHOWN));
    consumers
}

pub(super) fn access(product: &Surveyed) -> Access {
    let access = &product.manifest.spec.access;
    let permission = |one| serde_json::to_value(one).ok().as_ref().map(super::text::value).unwrap_or_default();
    let roles = access.roles.iter().map(|role| Role {
        name: role.name.to_string(),
        permissions: role.permissions.iter().map(permission).collect(),
    });
    Access {
        classification: access.classification.as_str(),
        retention: access.retention.to_string(),
        roles: roles.collect(),
    }
}
