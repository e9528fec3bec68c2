//! From Rego files to policies that can be judged by, and to everything that is wrong with the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::{Engine, Value};
use serde_json::Value as Json;

use super::fault::{Fault, head};
use super::metadata;
use super::model::{Layer, Policy};
use super::module::{Module, Role};
use super::parameter::say;
use super::{bounds, recursion, references, rules};
use crate::diagnostics::{Finding, Report, Rule, Source};
use crate::manifest::node::Node;

/// The policies of one layer, parsed.
pub(super) struct Loaded {
    /// The policies, by their ids, as they are without any settings.
    pub policies: Vec<Arc<Policy>>,
    /// The files that were used, by their paths.
    pub sources: BTreeMap<String, Source>,
    /// What the policies share with those of lower layers.
    pub helpers: Vec<Module>,
    /// The tests of the policies.
    pub tests: Vec<Module>,
    /// What is wrong.
    pub reports: Vec<Report>,
    /// The engine with all files, before it has data.
    pub engine: Engine,
    /// The rules that each policy has, of those that are asked for, by its id.
    pub asked: BTreeMap<String, Vec<&'static str>>,
}

/// The rules of a policy that are asked for.
const ASKED: [&str; 3] = ["deny", "warn", "subjects"];

impl Loaded {
    /// What the policies share, without them.
    pub(super) fn helpers_alone(&self) -> Self {
        Self {
            policies: Vec::new(),
            sources: BTreeMap::new(),
            helpers: self.helpers.clone(),
            tests: Vec::new(),
            reports: Vec::new(),
            engine: bounds::engine(),
            asked: BTreeMap::new(),
        }
    }
}

/// Loads the files of a layer, over the helpers of the layers above.
///
/// `layer` says who owns a file. `above` are the policies of the layers above, whose ids are taken.
pub(super) fn load(
    modules: Vec<Module>,
    reports: Vec<Report>,
    above: &[&Loaded],
    layer: &dyn Fn(&Module) -> Layer,
) -> Loaded {
    let mut loader = Loader { findings: BTreeMap::new(), sources: BTreeMap::new() };
    let (tests, modules): (Vec<Module>, Vec<Module>) =
        modules.into_iter().partition(|module| module.role == Role::Test);
    // A file of the layer goes before one of the same name above it: for its own policies, and for no others.
    let inherited: Vec<&Module> = above
        .iter()
        .flat_map(|loaded| &loaded.helpers)
        .filter(|helper| !modules.iter().any(|module| module.place == helper.place))
        .collect();
    for module in inherited.iter().copied().chain(&modules).chain(&tests) {
        loader.sources.insert(module.source.path.clone(), module.source.clone());
    }
    let (helpers, policies): (Vec<Module>, Vec<Module>) =
        modules.into_iter().partition(|module| module.role == Role::Helper);
    let helpers: Vec<Module> = helpers.into_iter().filter(|helper| loader.parses(helper)).collect();
    let mut taken: BTreeMap<String, String> = above
        .iter()
        .flat_map(|loaded| &loaded.policies)
        .map(|policy| (policy.id.clone(), policy.file.clone()))
        .collect();
    let mut read: Vec<(Module, Policy)> = Vec::new();
    for module in policies {
        if let Some(policy) = loader.read(&module, layer(&module), &mut taken) {
            read.push((module, policy));
        }
    }
    let shared: Vec<&Module> = inherited.into_iter().chain(&helpers).collect();
    let (engine, asked) = loader.compile(&shared, &mut read);
    let mut policies: Vec<Policy> = read.into_iter().map(|(_, policy)| policy).collect();
    policies.retain_mut(|policy| loader.defaults(&engine, policy));
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    let policies = policies.into_iter().map(Arc::new).collect();
    let mut reports = reports;
    let sources = &loader.sources;
    reports
        .extend(loader.findings.into_iter().map(|(path, findings)| Report::new(sources.get(&path).cloned(), findings)));
    Loaded { policies, sources: loader.sources, helpers, tests, reports, engine, asked }
}

struct Loader {
    /// What is wrong, by the path of the file.
    findings: BTreeMap<String, Vec<Finding>>,
    sources: BTreeMap<String, Source>,
}

impl Loader {
    fn add(&mut self, source: &Source, finding: Finding) {
        self.findings.entry(source.path.clone()).or_default().push(finding);
    }

    /// A finding about a file as a whole.
    fn about(&mut self, source: &Source, rule: &'static Rule, message: String, help: Option<String>) {
        let finding = Finding { origin: head(&source.text), help, ..Finding::at(rule, &Node::default(), "", message) };
        self.add(source, finding);
    }

    fn parses(&mut self, module: &Module) -> bool {
        match Engine::new().add_policy(module.source.path.clone(), module.source.text.to_string()) {
            Ok(_) => true,
            Err(error) => {
                self.add(&module.source, Fault::read(&error).finding(&rules::SYNTAX, &module.source));
                false
            }
        }
    }

    /// The policy in a file, unless something is wrong with the file itself.
    fn read(&mut self, module: &Module, layer: Layer, taken: &mut BTreeMap<String, String>) -> Option<Policy> {
        let source = &module.source;
        let parses = self.parses(module);
        let (metadata, node) = match metadata::read(source) {
            Ok(read) => read,
            Err(findings) => {
                for finding in findings {
                    self.add(source, finding);
                }
                return None;
            }
        };
        let id = metadata.custom.id.clone();
        for (name, spec) in &metadata.custom.parameters {
            if !spec.kind.fits(spec.tighten) {
                let message = format!("values of the parameter `{name}` have no such direction");
                let pointer = format!("/custom/parameters/{name}/tighten");
                self.add(
                    source,
                    Finding::at(&rules::METADATA, &node, pointer, message).help(
                        "`lower` and `higher` are for durations, percentages and integers, `superset` and `subset` for \
                         lists, `true` and `false` for booleans, and `fixed` is for all",
                    ),
                );
                return None;
            }
        }
        if let Some(file) = taken.get(&id) {
            let message = format!("the policy {id} is in {file} already");
            let finding = Finding::at(&rules::CONFLICT, &node, "/custom/id", message)
                .help("give it an id of its own; what a policy bounds is set by its parameters");
            self.add(source, finding);
            return None;
        }
        if !parses {
            return None;
        }
        taken.insert(id, source.path.clone());
        Some(Policy::new(metadata, layer, source.path.clone()))
    }

    /// The engine with all files that work together. A file that the others cannot work with is left out.
    fn compile(
        &mut self,
        shared: &[&Module],
        read: &mut Vec<(Module, Policy)>,
    ) -> (Engine, BTreeMap<String, Vec<&'static str>>) {
        let sources = || shared.iter().map(|module| &module.source);
        for (source, finding) in recursion::findings(sources().chain(read.iter().map(|(module, _)| &module.source))) {
            self.findings.entry(source.path.clone()).or_default().push(finding);
        }
        for (source, finding) in references::findings(sources().chain(read.iter().map(|(module, _)| &module.source))) {
            self.findings.entry(source.path.clone()).or_default().push(finding);
        }
        let broken: BTreeSet<String> = self.findings.keys().cloned().collect();
        read.retain(|(module, _)| !broken.contains(&module.source.path));
        loop {
            let mut engine = bounds::engine();
            engine.set_gather_prints(true);
            engine.set_strict_builtin_errors(false);
            for module in shared.iter().filter(|module| !broken.contains(&module.source.path)) {
                let _ = engine.add_policy(module.source.path.clone(), module.source.text.to_string());
            }
            let mut asked = BTreeMap::new();
            read.retain(|(module, policy)| match self.rules(&mut engine, module, policy) {
                Some(found) => {
                    asked.insert(policy.id.clone(), found);
                    true
                }
                None => false,
            });
            // Whatever is asked first, the engine looks through all files.
            let Err(error) = engine.clone().eval_query("true".to_owned(), false) else { return (engine, asked) };
            let fault = Fault::read(&error);
            let path = fault.place.as_ref().map(|(path, ..)| path.clone()).unwrap_or_default();
            let known = self.sources.get(&path).cloned();
            if let Some(source) = &known {
                self.add(source, fault.finding(&rules::SYNTAX, source));
            }
            let before = read.len();
            read.retain(|(module, _)| module.source.path != path);
            if known.is_none() || read.len() == before {
                // What policies share is at fault: none of them can be judged.
                if known.is_none() {
                    self.findings.entry(String::new()).or_default().push(Finding::at(
                        &rules::SYNTAX,
                        &Node::default(),
                        "",
                        fault.message,
                    ));
                }
                read.clear();
                return (bounds::engine(), BTreeMap::new());
            }
        }
    }

    /// Adds a policy to the engine, and tells which of the rules that are asked for it has.
    fn rules(&mut self, engine: &mut Engine, module: &Module, policy: &Policy) -> Option<Vec<&'static str>> {
        let source = &module.source;
        let package = engine.add_policy(source.path.clone(), source.text.to_string()).ok()?;
        if package != format!("data.{}", policy.package) {
            let message = format!("the package of {} is `{}`", policy.id, package.trim_start_matches("data."));
            let help = format!("write `package {}`: the id, in small letters", policy.package);
            self.about(source, &rules::METADATA, message, Some(help));
        }
        let has = |name: &&&str| engine.has_declared_rule_rooted_at(&source.path, name).unwrap_or(false);
        let found: Vec<&'static str> = ASKED.iter().filter(has).copied().collect();
        if !found.iter().any(|name| matches!(*name, "deny" | "warn")) {
            let message = format!("{} has neither a rule `deny` nor a rule `warn`", policy.id);
            self.about(source, &rules::RESULT, message, Some("write `deny contains result if { … }`".to_owned()));
        }
        if !policy.parameters.is_empty() && !has(&&"defaults") {
            let message = format!("{} has parameters and no rule `defaults`", policy.id);
            let help = "write `defaults := {…}` with a value for each of them".to_owned();
            self.about(source, &rules::METADATA, message, Some(help));
        }
        (!self.findings.contains_key(&source.path)).then_some(found)
    }

    /// Reads the defaults of a policy's parameters.
    fn defaults(&mut self, engine: &Engine, policy: &mut Policy) -> bool {
        if policy.parameters.is_empty() {
            return true;
        }
        let Some(source) = self.sources.get(&policy.file).cloned() else { return false };
        let value = engine.clone().eval_rule(format!("data.{}.defaults", policy.package));
        let mut messages = Vec::new();
        match value.map(|value| json(&value)) {
            Ok(Json::Object(defaults)) => {
                for (name, parameter) in &mut policy.parameters {
                    match defaults.get(name) {
                        None => messages.push(format!("the parameter `{name}` has no value in `defaults`")),
                        Some(value) => {
                            if let Err(message) = parameter.spec.kind.check(value) {
                                messages.push(format!("the default of the parameter `{name}`: {message}"));
                            }
                            parameter.default = value.clone();
                            parameter.value = value.clone();
                        }
                    }
                }
                for name in defaults.keys().filter(|name| !policy.parameters.contains_key(*name)) {
                    messages.push(format!("`defaults` has the value `{name}`, which is no parameter of the metadata"));
                }
            }
            Ok(other) => messages.push(format!("`defaults` is {}, and no object", say(&other))),
            Err(error) => messages.push(Fault::read(&error).message),
        }
        if !source.text.lines().any(|line| !line.starts_with('#') && line.contains(&format!("\"{}\"", policy.id))) {
            messages.push(format!("nothing asks for the parameters of \"{}\", so that nobody can set them", policy.id));
        }
        let fine = messages.is_empty();
        for message in messages {
            self.about(&source, &rules::METADATA, message, None);
        }
        fine
    }
}

/// A value of the engine as JSON; a set is a list.
pub(super) fn json(value: &Value) -> Json {
    match value {
        Value::Undefined => Json::Null,
        value => serde_json::to_value(value).unwrap_or(Json::Null),
    }
}
