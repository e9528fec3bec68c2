//! All policies of a mesh, and what they say of its products.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use regorus::Value;

use super::bench::{Bench, Brings, folders, of_domain};
use super::fault::head;
use super::input::{Object, put, value};
use super::metadata::Reads;
use super::model::{Evaluation, Layer, Policy, PolicyResult};
use super::module;
use super::outcome;
use super::place::Places;
use super::rules;
use super::settings::Settings;
use super::subject::Subject;
use crate::diagnostics::{Finding, Report, Rule, Source};
use crate::error::{Error, Result};
use crate::manifest::node::Node;
use crate::manifest::value::Date;
use crate::manifest::{Draft, resolve};
use crate::mesh::Mesh;
use crate::pack::Pack;

/// All policies that are judged by: of the packs, of the mesh, of its domains and of its products.
pub struct Set {
    pack: Arc<Pack>,
    mesh: Option<Arc<Mesh>>,
    limit: Option<Duration>,
    organisation: Arc<Bench>,
    /// What is wrong with the policies of the organisation.
    reports: Vec<Report>,
    domains: BTreeMap<String, Slot>,
}

/// The policies of a domain, once they are loaded. Whoever needs them meanwhile waits.
type Slot = OnceLock<Result<Arc<Bench>, Arc<Error>>>;

impl Set {
    /// The policies of the packs and of the mesh. What is wrong with them is in [`Set::reports`].
    pub fn load(pack: Arc<Pack>, mesh: Option<Arc<Mesh>>) -> Result<Self> {
        Self::load_within(pack, mesh, None)
    }

    /// The same, with another limit for how long a policy may take.
    pub fn load_within(pack: Arc<Pack>, mesh: Option<Arc<Mesh>>, limit: Option<Duration>) -> Result<Self> {
        let (mut modules, mut reports) = module::of_pack(&pack);
        let settings = mesh.as_deref().map(|mesh| Settings {
            layer: Layer::Organisation(String::new()),
            parameters: &mesh.policies.parameters,
            severity: &mesh.policies.severity,
            node: &mesh.node,
            pointer: "/policies".to_owned(),
        });
        let mut findings = Vec::new();
        if let (Some(mesh), Some(settings)) = (&mesh, &settings) {
            let (more, faults, missing) = folders(&mesh.policies.folders, &mesh.root, settings)?;
            modules.extend(more);
            reports.extend(faults);
            findings = missing;
        }
        let mut bench = Bench::of_packs(modules, reports, limit)?;
        let mut all = std::mem::take(&mut bench.reports);
        if let (Some(mesh), Some(settings)) = (&mesh, settings) {
            let (modules, reports) = (Vec::new(), Vec::new());
            bench = bench.below(Brings { settings, source: &mesh.source, modules, reports, findings }, limit)?;
            all.append(&mut bench.reports);
        }
        let domains = mesh.iter().flat_map(|mesh| mesh.domains.keys()).map(|name| (name.clone(), OnceLock::new()));
        Ok(Self { domains: domains.collect(), pack, mesh, limit, organisation: Arc::new(bench), reports: all })
    }

    /// Every policy that judges the products of a domain, or of any that has none of its own, in the order of the ids.
    pub fn policies(&self, domain: Option<&str>) -> Result<Vec<Arc<Policy>>> {
        Ok(self.of_domain(domain)?.policies())
    }

    /// What is wrong with the policies and settings of the organisation and of these domains.
    pub fn reports<'a>(&self, domains: impl IntoIterator<Item = &'a str>) -> Result<Vec<Report>> {
        let mut reports = self.reports.clone();
        for domain in domains.into_iter().filter(|domain| self.domains.contains_key(*domain)) {
            for report in &self.of_domain(Some(domain))?.reports {
                let path = |report: &Report| report.source.as_ref().map(|source| source.path.clone());
                // One file is one report.
                match reports.iter_mut().find(|other| path(other) == path(report)) {
                    Some(other) => {
                        let findings = other.findings.iter().chain(&report.findings).cloned().collect();
                        *other = Report::new(report.source.clone(), findings);
                    }
                    None => reports.push(report.clone()),
                }
            }
        }
        Ok(reports)
    }

    /// What all policies say of a product, on a day.
    pub fn check(&self, subject: &Subject, as_of: Date) -> Result<Evaluation> {
        let source = subject.document.source.clone();
        let node = match &subject.document.node {
            Ok(node) => node,
            Err(finding) => {
                let places = Places::new(&subject.root, source, Node::default(), vec![(**finding).clone()]);
                let reports = places.reports(&subject.id);
                return Ok(Evaluation { product: subject.id.clone(), reports, results: Vec::new() });
            }
        };
        let draft = Draft::from_file(node.clone(), source.clone());
        let report = match resolve(draft.clone(), &self.pack)? {
            Ok((_, report)) | Err(report) => report,
        };
        let bench = self.of_product(subject)?;
        let input = self.input_of(subject, draft, as_of, &bench)?;
        let mut places = Places::new(&subject.root, source, node.clone(), report.findings);
        let mut faults: BTreeMap<String, (Source, Vec<Finding>)> = BTreeMap::new();
        let mut results = Vec::new();
        for stratum in &bench.strata {
            for (policy, said) in stratum.judge.ask(&input) {
                let mut fault = |rule: &'static Rule, finding: &dyn Fn(&Source) -> Finding| {
                    let source = stratum.loaded.sources.get(&policy.file).cloned().unwrap_or_default();
                    let finding = Finding { rule: rule.shared(), ..finding(&source) };
                    faults.entry(policy.file.clone()).or_insert_with(|| (source, Vec::new())).1.push(finding);
                };
                let outcome = match said {
                    Err(failed) => {
                        fault(&rules::FAILED, &|source| failed.finding(&rules::FAILED, source));
                        continue;
                    }
                    Ok(said) => match outcome::read(&said) {
                        Ok(outcome) => outcome,
                        Err(message) => {
                            fault(&rules::RESULT, &|source| Finding {
                                origin: head(&source.text),
                                ..Finding::at(&rules::RESULT, &Node::default(), "", message.clone())
                            });
                            continue;
                        }
                    },
                };
                outcome.hits.into_iter().for_each(|hit| places.add(&policy, hit));
                results.push(PolicyResult { policy, subjects: outcome.subjects, failed: outcome.failed });
            }
        }
        results.sort_by(|a, b| a.policy.id.cmp(&b.policy.id));
        let mut reports = places.reports(&subject.id);
        if !bench_is_shared(&bench, self, subject) {
            reports.extend(bench.reports.iter().cloned());
        }
        reports.extend(faults.into_values().map(|(source, findings)| Report::new(Some(source), findings)));
        Ok(Evaluation { product: subject.id.clone(), reports, results })
    }

    /// The document that policies judge a product by, as JSON.
    pub fn input(&self, subject: &Subject, as_of: Date) -> Result<serde_json::Value> {
        let bench = self.of_product(subject)?;
        let node = subject.document.node.clone().unwrap_or_default();
        let draft = Draft::from_file(node, subject.document.source.clone());
        Ok(super::load::json(&self.input_of(subject, draft, as_of, &bench)?))
    }

    fn input_of(&self, subject: &Subject, mut draft: Draft, as_of: Date, bench: &Bench) -> Result<Value> {
        draft.fill(&self.pack.defaults()?);
        let _reads: std::collections::BTreeSet<Reads> =
            bench.strata.iter().flat_map(|stratum| &stratum.policies).flat_map(|policy| policy.reads.clone()).collect();
        let mut product = Object::new();
        put(&mut product, "id", subject.id.as_str());
        let mut input = Object::new();
        put(&mut input, "manifest", value(&draft.node));
        put(&mut input, "asOf", as_of.to_string());
        put(&mut input, "product", Value::from(product));
        put(&mut input, "mesh", self.mesh_document());
        Ok(Value::from(input))
    }

    /// What policies see of the mesh.
    fn mesh_document(&self) -> Value {
        let organisation = serde_json::json!({
            "name": self.pack.about.organisation.name,
            "namespace": self.pack.about.organisation.namespace,
        });
        let domains: Vec<&String> = self.domains.keys().collect();
        Value::from(serde_json::json!({ "organisation": organisation, "domains": domains }))
    }

    fn of_domain(&self, domain: Option<&str>) -> Result<Arc<Bench>> {
        let known = domain.and_then(|domain| Some((domain, self.domains.get(domain)?, self.mesh.as_deref()?)));
        let Some((domain, slot, mesh)) = known else { return Ok(Arc::clone(&self.organisation)) };
        let made = slot.get_or_init(|| self.domain_bench(domain, mesh).map(Arc::new).map_err(Arc::new));
        made.as_ref().map(Arc::clone).map_err(|error| Error::Shared(Arc::clone(error)))
    }

    fn domain_bench(&self, domain: &str, mesh: &Mesh) -> Result<Bench> {
        let Some(said) = mesh.domains.get(domain) else { return Ok((*self.organisation).clone()) };
        let settings = Settings {
            layer: Layer::Domain(domain.to_owned()),
            parameters: &said.policies.parameters,
            severity: &said.policies.severity,
            node: &mesh.node,
            pointer: of_domain(domain),
        };
        let (modules, reports, findings) = folders(&said.policies.folders, &mesh.root, &settings)?;
        let brings = Brings { settings, source: &mesh.source, modules, reports, findings };
        self.organisation.below(brings, self.limit)
    }

    fn of_product(&self, subject: &Subject) -> Result<Arc<Bench>> {
        let domain = self.of_domain(subject.domain.as_deref())?;
        let folder: PathBuf = subject.root.join(module::FOLDER);
        if !folder.is_dir() {
            return Ok(domain);
        }
        let (modules, reports) = module::of_folder(&folder)?;
        let (parameters, severity) = (indexmap::IndexMap::new(), indexmap::IndexMap::new());
        let settings = Settings {
            layer: Layer::Product(subject.id.clone()),
            parameters: &parameters,
            severity: &severity,
            node: &Node::default(),
            pointer: String::new(),
        };
        let source = Source::default();
        let brings = Brings { settings, source: &source, modules, reports, findings: Vec::new() };
        domain.below(brings, self.limit).map(Arc::new)
    }
}

/// Whether a product is judged by nothing of its own.
fn bench_is_shared(_bench: &Bench, _set: &Set, subject: &Subject) -> bool {
    !Path::new(&subject.root).join(module::FOLDER).is_dir()
}
