//! Policies tried out: their own tests, and the examples of their metadata.

use regorus::{Engine, Value};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::bench::Stratum;
use super::fault::Fault;
use super::judge::Judge;
use super::load::Loaded;
use super::metadata::Reads;
use super::model::Policy;
use super::module::Module;
use super::{outcome, rules};
use crate::diagnostics::{Finding, Report, Source};
use crate::error::Result;
use crate::manifest::read;

/// One thing that was tried.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// The file: of the test, or of the policy whose example it is.
    pub file: String,
    /// The rule of the test; `example pass` or `example fail`.
    pub name: String,
    /// Why it failed; nothing when it passed.
    pub failure: Option<String>,
}

/// What was tried of one layer's policies.
#[derive(Debug, Default)]
pub struct Trials {
    /// Each test and each example, file by file.
    pub trials: Vec<Trial>,
    /// What is wrong with the files.
    pub reports: Vec<Report>,
}

impl Trials {
    /// Adds what was tried elsewhere.
    pub(super) fn extend(&mut self, other: Self) {
        self.trials.extend(other.trials);
        self.reports.extend(other.reports);
    }

    /// How many failed.
    pub fn failed(&self) -> usize {
        self.trials.iter().filter(|trial| trial.failure.is_some()).count()
    }
}

/// Tries the policies of a layer.
pub(super) fn of_stratum(stratum: &Stratum) -> Trials {
    let mut trials = tests(&stratum.loaded);
    let judged = Judge::new(&stratum.loaded, &stratum.loaded.policies, None);
    for policy in &stratum.loaded.policies {
        for (name, text, breaks) in
            [("example pass", &policy.examples.pass, false), ("example fail", &policy.examples.fail, true)]
        {
            let failure = match &judged {
                Ok(judge) => example(judge, policy, text, breaks).err(),
                Err(error) => Some(error.to_string()),
            };
            trials.trials.push(Trial { file: policy.file.clone(), name: name.to_owned(), failure });
        }
    }
    trials.trials.sort_by(|a, b| a.file.cmp(&b.file));
    trials
}

/// Runs every rule that begins with `test_`.
fn tests(loaded: &Loaded) -> Trials {
    let mut trials = Trials::default();
    for module in &loaded.tests {
        let mut engine = loaded.engine.clone();
        let source = &module.source;
        let ready = engine
            .add_policy(source.path.clone(), source.text.to_string())
            .and_then(|package| engine.eval_query("true".to_owned(), false).map(|_| package));
        match ready {
            Ok(package) => trials.trials.extend(names(&source.text).map(|name| {
                let failure = one(&engine, &format!("{package}.{name}")).err();
                Trial { file: source.path.clone(), name: name.to_owned(), failure }
            })),
            Err(error) => trials.reports.push(broken(module, &Fault::read(&error))),
        }
    }
    trials
}

/// A file of tests that cannot be run.
fn broken(module: &Module, fault: &Fault) -> Report {
    let finding: Finding = fault.finding(&rules::SYNTAX, &module.source);
    Report::new(Some(module.source.clone()), vec![finding])
}

/// The names of the tests in a file, each once.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let name = |line: &str| line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let mut seen = std::collections::BTreeSet::new();
    let found: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("test_"))
        .map(|line| name(line).map_or(line, |end| &line[..end]))
        .filter(|name| seen.insert(*name))
        .collect();
    found.into_iter()
}

fn one(engine: &Engine, rule: &str) -> Result<(), String> {
    match engine.clone().eval_rule(rule.to_owned()) {
        Ok(Value::Bool(true)) => Ok(()),
        Ok(Value::Undefined) => Err("it is undefined: one of its lines does not hold".to_owned()),
        Ok(other) => Err(format!("it is {}, and not true", super::parameter::say(&super::load::json(&other)))),
        Err(error) => {
            let fault = Fault::read(&error);
            Err(match fault.place {
                Some((file, line, column)) => format!("{} ({file}:{line}:{column})", fault.message),
                None => fault.message,
            })
        }
    }
}

/// Judges an example: a manifest, or part of one; or a whole input document, with the manifest below `manifest`.
fn example(judge: &Judge, policy: &Policy, text: &str, breaks: bool) -> Result<(), String> {
    let source = Source::new(policy.file.clone(), text);
    let node = read::parse(source).node.map_err(|finding| finding.message)?;
    let json: Json = node.to_json();
    let mut input = if json.get("manifest").is_some() { json } else { json!({ "manifest": json }) };
    leave_what_is_read(&mut input, &policy.reads);
    let said = judge.ask_one(policy, &Value::from(input)).map_err(|fault| fault.message)?;
    let hits = outcome::read(&said)?.hits;
    match (breaks, hits.first()) {
        (true, None) => Err("the policy finds nothing in it".to_owned()),
        (false, Some(hit)) => Err(format!("the policy finds in it: {}", hit.message)),
        _ => Ok(()),
    }
}

/// Takes out of a document what the policy does not say that it reads: it would not be there for a product either.
fn leave_what_is_read(input: &mut Json, reads: &[Reads]) {
    for (pointer, key, read) in [
        ("/artefacts", "dbt", Reads::Dbt),
        ("/artefacts", "avro", Reads::Avro),
        ("/artefacts", "terraform", Reads::Terraform),
        ("", "files", Reads::Files),
        ("/mesh", "products", Reads::Mesh),
        ("/mesh", "upstream", Reads::Upstream),
    ] {
        let object = input.pointer_mut(pointer).and_then(Json::as_object_mut);
        if let Some(object) = object.filter(|_| !reads.contains(&read)) {
            object.remove(key);
        }
    }
}
