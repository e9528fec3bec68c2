//! What a layer says of policies, held against what the layers above say.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::model::{Layer, Policy};
use super::parameter::say;
use super::rules;
use crate::diagnostics::{Finding, Rule, did_you_mean, nearest};
use crate::manifest::node::Node;
use crate::mesh::PolicySeverity;

/// What a layer says, and where it says it.
pub(super) struct Settings<'a> {
    pub layer: Layer,
    pub parameters: &'a IndexMap<String, IndexMap<String, Json>>,
    pub severity: &'a IndexMap<String, PolicySeverity>,
    /// The tree of the file.
    pub node: &'a Node,
    /// The pointer of the mapping that holds both.
    pub pointer: String,
}

impl Settings<'_> {
    /// Policies with these settings: of its own layer a policy takes any value, of a layer above only a tighter one.
    pub(super) fn over(&self, policies: &[Arc<Policy>]) -> (Vec<Arc<Policy>>, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut policies = policies.to_vec();
        for (id, values) in self.parameters {
            let pointer = format!("{}/parameters/{}", self.pointer, escaped(id));
            let Some(policy) = policies.iter_mut().find(|policy| policy.id == *id) else { continue };
            for (name, value) in values {
                let pointer = format!("{pointer}/{}", escaped(name));
                match self.parameter(policy, name, value, &pointer) {
                    Ok(()) => {
                        if let Some(parameter) = Arc::make_mut(policy).parameters.get_mut(name) {
                            parameter.value = value.clone();
                        }
                    }
                    Err(finding) => findings.push(*finding),
                }
            }
        }
        for (id, severity) in self.severity {
            let pointer = format!("{}/severity/{}", self.pointer, escaped(id));
            let Some(policy) = policies.iter_mut().find(|policy| policy.id == *id) else { continue };
            if self.may_set(policy) || *severity >= policy.severity {
                if policy.severity != *severity {
                    Arc::make_mut(policy).severity = *severity;
                }
            } else {
                let made = match severity {
                    PolicySeverity::Off => format!("switches {id} off"),
                    _ => format!("makes {id} a warning"),
                };
                let before = if policy.severity == PolicySeverity::Error { "an error" } else { "a warning" };
                let message = format!("{} {made}; {} has it as {before}", self.who(), above(policy));
                findings.push(Finding::at(&rules::WEAKENED, self.node, pointer, message).help(ASK));
            }
        }
        (policies, findings)
    }

    /// Findings about ids that no policy has.
    pub(super) fn unknown<'p>(&self, known: &(impl Iterator<Item = &'p str> + Clone)) -> Vec<Finding> {
        let named = self.parameters.keys().map(|id| ("parameters", id));
        let named = named.chain(self.severity.keys().map(|id| ("severity", id)));
        let strange = named.filter(|(_, id)| !known.clone().any(|known| known == id.as_str()));
        let finding = |(key, id): (&str, &String)| {
            let pointer = format!("{}/{key}/{}", self.pointer, escaped(id));
            Finding::at_key(&rules::UNKNOWN, self.node, pointer, format!("there is no policy `{id}`"))
                .help(did_you_mean(id, known.clone()))
                .suggest(nearest(id, known.clone()))
        };
        strange.map(finding).collect()
    }

    fn parameter(&self, policy: &Policy, name: &str, value: &Json, pointer: &str) -> Result<(), Box<Finding>> {
        let id = &policy.id;
        let found = |rule: &'static Rule, message: String| Finding::at(rule, self.node, pointer, message);
        let Some(parameter) = policy.parameters.get(name) else {
            let known = || policy.parameters.keys().map(String::as_str);
            let message = format!("{id} has no parameter `{name}`");
            let finding = Finding::at_key(&rules::UNKNOWN, self.node, pointer, message);
            return Err(Box::new(finding.help(did_you_mean(name, known())).suggest(nearest(name, known()))));
        };
        if let Err(message) = parameter.spec.kind.check(value) {
            let help = format!("{name}: {}", parameter.spec.description.trim_end_matches('.'));
            return Err(Box::new(found(&rules::PARAMETER, message).help(help)));
        }
        if self.may_set(policy) || parameter.spec.is_as_tight(&parameter.value, value) {
            return Ok(());
        }
        let message = format!(
            "{} sets `{name}` of {id} to {}; {} allows {}",
            self.who(),
            say(value),
            above(policy),
            parameter.spec.allowed(&parameter.value)
        );
        Err(Box::new(found(&rules::WEAKENED, message).help(ASK)))
    }

    /// Whether the policy is of this layer.
    fn may_set(&self, policy: &Policy) -> bool {
        match (&self.layer, &policy.layer) {
            (Layer::Organisation(_), Layer::Organisation(_)) => true,
            (layer, other) => layer == other,
        }
    }

    fn who(&self) -> String {
        match &self.layer {
            Layer::Organisation(_) => "the organisation".to_owned(),
            Layer::Domain(name) => format!("the domain `{name}`"),
            Layer::Product(id) => format!("the product `{id}`"),
        }
    }
}

/// What to do instead of weakening a policy.
const ASK: &str = "remove the line; where a product cannot keep the policy for a time, ask for a waiver";

/// Who a policy comes from.
fn above(policy: &Policy) -> String {
    match &policy.layer {
        Layer::Organisation(_) => "the organisation".to_owned(),
        Layer::Domain(name) => format!("the domain `{name}`"),
        Layer::Product(id) => format!("the product `{id}`"),
    }
}

/// A key as a step of a JSON Pointer.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
