//! Policies at work: the compiled files of a layer with the parameters that count for some products.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use regorus::{Engine, Value};
use serde_json::{Map, Value as Json};

use super::bounds::timer;
use super::fault::Fault;
use super::load::Loaded;
use super::model::Policy;
use crate::error::{Error, Result};
use crate::mesh::PolicySeverity;

/// The longest that all policies of a layer, or one of them, may take for one product. Honest ones take milliseconds.
pub(super) const LIMIT: Duration = Duration::from_secs(5);
/// After how many steps of the engine the clock is looked at.
pub(super) const STEPS: NonZeroU32 = NonZeroU32::new(16).unwrap();
/// The package of the rule that asks all policies at once.
const PACKAGE: &str = "mesh_cli_asks";

/// What a policy said, or why it said nothing.
pub(super) type Said = Result<BTreeMap<String, Value>, Fault>;

/// The policies of a layer, with their parameters, compiled.
pub(super) struct Judge {
    engine: Engine,
    /// Copies of it that are at rest. What an engine has looked up once, it need not look up for the next product.
    rested: Mutex<Vec<Engine>>,
    policies: Vec<Arc<Policy>>,
    asked: BTreeMap<String, Vec<&'static str>>,
    /// Policies that do not come to an end: they are not asked a second time.
    endless: Mutex<BTreeMap<String, Fault>>,
}

impl Judge {
    /// Compiles the policies of a layer that are not switched off.
    pub(super) fn new(loaded: &Loaded, policies: &[Arc<Policy>], limit: Option<Duration>) -> Result<Self> {
        let policies: Vec<Arc<Policy>> =
            policies.iter().filter(|policy| policy.severity != PolicySeverity::Off).cloned().collect();
        let asked = loaded.asked.clone();
        let mut engine = loaded.engine.clone();
        let internal = |error: &dyn std::fmt::Display| Error::Internal(format!("policies: {error}"));
        engine
            .add_policy("mesh-cli".to_owned(), question(&policies, &asked))
            .and_then(|_| engine.add_data(Value::from(parameters(&policies))))
            .map_err(|error| internal(&error))?;
        engine.set_execution_timer_config(timer(limit));
        // The engine looks through all files now, and not once for each product.
        engine.eval_rule(format!("data.{PACKAGE}.ready")).map_err(|error| internal(&error))?;
        Ok(Self { engine, rested: Mutex::default(), policies, asked, endless: Mutex::default() })
    }

    /// Asks every policy about one product.
    pub(super) fn ask(&self, input: &Value) -> Vec<(Arc<Policy>, Said)> {
        let endless = self.endless.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answers = if endless.is_empty() { self.at_once(input) } else { None };
        let one = |policy: &Arc<Policy>| {
            let said = match (&answers, endless.get(&policy.id)) {
                (_, Some(fault)) => Err(fault.clone()),
                (Some(answers), _) => Ok(answers.get(&policy.id).cloned().unwrap_or_default()),
                (None, None) => self.alone(policy, input),
            };
            (Arc::clone(policy), said)
        };
        self.policies.iter().map(one).collect()
    }

    /// Asks one policy.
    pub(super) fn ask_one(&self, policy: &Policy, input: &Value) -> Said {
        self.alone(policy, input)
    }

    /// The answers of all policies, unless one of them fails.
    fn at_once(&self, input: &Value) -> Option<BTreeMap<String, BTreeMap<String, Value>>> {
        let rested = || self.rested.lock().unwrap_or_else(PoisonError::into_inner);
        let found = rested().pop();
        let mut engine = found.unwrap_or_else(|| self.engine.clone());
        engine.set_input(input.clone());
        // An engine that failed, or was stopped, is not asked again.
        let answers = engine.eval_rule(format!("data.{PACKAGE}.answers")).ok()?;
        rested().push(engine);
        let text = |value: &Value| value.as_string().map(ToString::to_string).ok();
        let mut all = BTreeMap::new();
        for (id, rules) in answers.as_object().ok()?.iter() {
            let mut said = BTreeMap::new();
            for (name, values) in rules.as_object().ok()?.iter() {
                // A list of one value, or of none where the rule is undefined.
                if let Some(value) = values.as_array().ok()?.iter().next() {
                    said.insert(text(name)?, value.clone());
                }
            }
            all.insert(text(id)?, said);
        }
        Some(all)
    }

    /// The answers of one policy.
    fn alone(&self, policy: &Policy, input: &Value) -> Said {
        let mut said = BTreeMap::new();
        for name in self.asked.get(&policy.id).into_iter().flatten() {
            let mut engine = self.engine.clone();
            engine.set_input(input.clone());
            match engine.eval_rule(format!("data.{}.{name}", policy.package)) {
                Ok(Value::Undefined) => {}
                Ok(value) => drop(said.insert((*name).to_owned(), value)),
                Err(error) => {
                    let mut fault = Fault::read(&error);
                    if fault.timed_out {
                        let limit = LIMIT.as_secs();
                        fault.message = format!("{} came to no end within {limit} seconds", policy.id);
                        let mut endless = self.endless.lock().unwrap_or_else(PoisonError::into_inner);
                        endless.insert(policy.id.clone(), fault.clone());
                    }
                    return Err(fault);
                }
            }
        }
        Ok(said)
    }
}

/// A rule whose value is what all policies say: what they share is worked out once.
fn question(policies: &[Arc<Policy>], asked: &BTreeMap<String, Vec<&'static str>>) -> String {
    let entries: BTreeSet<String> = policies
        .iter()
        .map(|policy| {
            let rules = asked.get(&policy.id).into_iter().flatten();
            let rules: Vec<String> =
                rules.map(|name| format!("\"{name}\": [v | v := data.{}.{name}]", policy.package)).collect();
            format!("\"{}\": {{{}}}", policy.id, rules.join(", "))
        })
        .collect();
    let entries = entries.into_iter().collect::<Vec<_>>().join(",\n\t");
    format!("package {PACKAGE}\n\nimport rego.v1\n\nready := true\n\nanswers := {{\n\t{entries}\n}}\n")
}

/// `data.parameters`: what the layers set, by the id of the policy.
fn parameters(policies: &[Arc<Policy>]) -> Json {
    let of = |policy: &Policy| -> Json {
        let set = policy.parameters.iter().filter(|(_, parameter)| parameter.value != parameter.default);
        Json::Object(set.map(|(name, parameter)| (name.clone(), parameter.value.clone())).collect())
    };
    let all: Map<String, Json> = policies.iter().map(|policy| (policy.id.clone(), of(policy))).collect();
    serde_json::json!({ "parameters": all })
}
