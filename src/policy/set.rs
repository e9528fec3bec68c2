//! All policies of a mesh, and what they say of its products.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use regorus::Value;
use serde_json::Value as Json;

use super::bench::{Bench, Brings, Stratum, folders, of_domain};
use super::bundle::{self, Bundle};
use super::fault::Fault;
use super::input::mesh::Upstream;
use super::load::json;
use super::metadata::Reads;
use super::model::{Evaluation, Layer, Policy, PolicyResult};
use super::place::Places;
use super::settings::Settings;
use super::subject::Subject;
use super::trial::{self, Trials};
use super::{input, module, outcome, product_file, rules};
use crate::diagnostics::{Finding, Report, Source};
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
    /// What pins the policies of the organisation.
    bundles: Vec<Bundle>,
    domains: BTreeMap<String, Slot>,
    /// What policies see of the mesh: without its products, and with them.
    seen: [OnceLock<Result<Value, Arc<Error>>>; 2],
    /// What every product of the mesh is made from.
    upstream: OnceLock<Result<Upstream, Arc<Error>>>,
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
        let mut bundles = bundle::of_pack(&pack);
        if let (Some(mesh), Some(settings)) = (&mesh, &settings) {
            let (more, faults, missing) = folders(&mesh.policies.folders, &mesh.root, settings)?;
            bundles.extend(bundle::of_folders(&more, |owner| Layer::Organisation(owner.to_owned())));
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
        Ok(Self {
            domains: domains.collect(),
            pack,
            mesh,
            limit,
            organisation: Arc::new(bench),
            reports: all,
            bundles,
            seen: Default::default(),
            upstream: OnceLock::new(),
        })
    }

    /// Every policy that judges the products of a domain, or of any that has none of its own, in the order of the ids.
    pub fn policies(&self, domain: Option<&str>) -> Result<Vec<Arc<Policy>>> {
        Ok(self.of_domain(domain)?.policies())
    }

    /// Every policy of the organisation and of its domains.
    pub fn all(&self) -> Result<Vec<Arc<Policy>>> {
        let mut all = self.organisation.policies();
        for domain in self.domains.keys() {
            all.extend(self.of_domain(Some(domain))?.policies());
        }
        Ok(all)
    }

    /// Tries all policies of the organisation and of its domains.
    pub fn try_all(&self) -> Result<Trials> {
        let mut all = Trials { reports: self.reports.clone(), ..Trials::default() };
        for stratum in &self.organisation.strata {
            all.extend(trial::of_stratum(stratum));
        }
        for domain in self.domains.keys() {
            let bench = self.of_domain(Some(domain))?;
            all.reports.extend(bench.reports.iter().cloned());
            for stratum in bench.strata.iter().skip(self.organisation.strata.len()) {
                all.extend(trial::of_stratum(stratum));
            }
        }
        Ok(all)
    }

    /// Tries the policies in a folder, with what the organisation's policies share.
    pub fn try_folder(&self, folder: &Path) -> Result<Trials> {
        let (modules, reports) = module::of_folder(folder)?;
        let stratum = self.organisation.apart(modules, reports, self.limit)?;
        let mut all = Trials { reports: stratum.loaded.reports.clone(), ..Trials::default() };
        all.extend(trial::of_stratum(&stratum));
        Ok(all)
    }

    /// What pins the policies of the organisation and of these domains.
    pub fn bundles<'a>(&self, domains: impl IntoIterator<Item = &'a str>) -> Result<Vec<Bundle>> {
        let mut bundles = self.bundles.clone();
        for domain in domains.into_iter().filter(|domain| self.domains.contains_key(*domain)) {
            let bench = self.of_domain(Some(domain))?;
            let modules = bench.strata.iter().skip(self.organisation.strata.len()).map(|stratum| &stratum.bundles);
            bundles.extend(modules.flatten().cloned());
        }
        Ok(bundles)
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
        let subject = &*subject.in_our_form(&self.pack)?;
        let source = subject.document.source.clone();
        let evaluation = |reports, results| Evaluation {
            product: subject.id.clone(),
            domain: subject.domain.clone(),
            read_as: subject.read_as.clone(),
            unread: subject.document.node.is_err(),
            reports,
            results,
        };
        let node = match &subject.document.node {
            Ok(node) => node.clone(),
            Err(finding) => {
                let places = Places::new(&subject.root, source, Node::default(), vec![(**finding).clone()]);
                let reports = places.reports(&subject.id);
                return Ok(evaluation(reports, Vec::new()));
            }
        };
        let draft = Draft::from_file(node.clone(), source.clone());
        let findings = match resolve(draft.clone(), &self.pack)? {
            Ok((_, report)) | Err(report) => report.findings,
        };
        let (bench, own) = self.of_product(subject)?;
        let (input, unread) = self.document(subject, draft, as_of, &bench)?;
        let places = Places::new(&subject.root, source, node, findings);
        let mut judged = Judged { places, results: Vec::new(), faults: BTreeMap::new() };
        for stratum in &bench.strata {
            judged.by(stratum, &input);
        }
        judged.results.sort_by(|a, b| a.policy.id.cmp(&b.policy.id));
        let mut reports = judged.places.reports(&subject.id);
        let root = || Some(subject.root.clone());
        let named = |report: Report| Report { product: Some(subject.id.clone()), root: root(), ..report };
        reports.extend(unread.into_iter().chain(own).map(named));
        reports.extend(judged.faults.into_values().map(|(source, findings)| Report::new(Some(source), findings)));
        Ok(evaluation(reports, judged.results))
    }

    /// The policies that judge a product, in the order of the ids.
    pub fn judging(&self, subject: &Subject) -> Result<Vec<Arc<Policy>>> {
        Ok(self.of_product(&*subject.in_our_form(&self.pack)?)?.0.policies())
    }

    /// The document that policies judge a product by.
    pub fn input(&self, subject: &Subject, as_of: Date) -> Result<Json> {
        let subject = &*subject.in_our_form(&self.pack)?;
        let node = subject.document.node.clone().unwrap_or_default();
        let draft = Draft::from_file(node, subject.document.source.clone());
        let (bench, _) = self.of_product(subject)?;
        Ok(json(&self.document(subject, draft, as_of, &bench)?.0))
    }

    fn document(
        &self,
        subject: &Subject,
        mut draft: Draft,
        as_of: Date,
        bench: &Bench,
    ) -> Result<(Value, Vec<Report>)> {
        draft.fill(&self.pack.defaults()?);
        let mut mesh = self.mesh_document(bench.reads.contains(&Reads::Mesh))?;
        if bench.reads.contains(&Reads::Upstream)
            && let Some(upstream) = self.upstream_of(&draft.node)?
            && let Ok(mesh) = mesh.as_object_mut()
        {
            mesh.insert(Value::from("upstream"), upstream);
        }
        let product = (subject.id.as_str(), subject.root.as_path());
        let no_files = bench.reads.iter().copied().filter(|reads| !reads.of_files()).collect();
        let reads = if subject.alone { &no_files } else { &bench.reads };
        Ok(input::document(product, &draft.node, &as_of.to_string(), mesh, reads))
    }

    /// What the mesh knows of the products that a product is made from. Few are made from others, and only those ask.
    fn upstream_of(&self, manifest: &Node) -> Result<Option<Value>> {
        let from = input::mesh::made_from(manifest);
        let Some(mesh) = self.mesh.as_deref().filter(|_| !from.is_empty()) else { return Ok(None) };
        let all = self.upstream.get_or_init(|| input::mesh::upstream(mesh).map_err(Arc::new));
        let all = all.as_ref().map_err(|error| Error::Shared(Arc::clone(error)))?;
        Ok(Some(input::mesh::reached(from, all)))
    }

    /// What policies see of the mesh, worked out once.
    fn mesh_document(&self, with_products: bool) -> Result<Value> {
        let slot = &self.seen[usize::from(with_products)];
        let seen = slot.get_or_init(|| {
            let mut seen = input::mesh::document(&self.pack, self.mesh.as_deref());
            if let Some(mesh) = self.mesh.as_deref().filter(|_| with_products) {
                seen.insert(Value::from("products"), input::mesh::products(mesh).map_err(Arc::new)?);
            }
            Ok(Value::from(seen))
        });
        seen.clone().map_err(Error::Shared)
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

    /// The policies that judge a product, and what is wrong with those that are its own.
    fn of_product(&self, subject: &Subject) -> Result<(Arc<Bench>, Vec<Report>)> {
        let domain = self.of_domain(subject.domain.as_deref())?;
        if subject.alone {
            return Ok((domain, Vec::new()));
        }
        let folder = subject.root.join(module::FOLDER);
        let file = product_file::read(&subject.root)?;
        if file.is_none() && !folder.is_dir() {
            return Ok((domain, Vec::new()));
        }
        let (modules, reports) = if folder.is_dir() { module::of_folder(&folder)? } else { Default::default() };
        let file = file.unwrap_or_default();
        let settings = Settings {
            layer: Layer::Product(subject.id.clone()),
            parameters: &file.said.parameters,
            severity: &file.said.severity,
            node: &file.node,
            pointer: String::new(),
        };
        let brings = Brings { settings, source: &file.source, modules, reports, findings: file.findings };
        let bench = domain.below(brings, self.limit)?;
        let own = bench.reports.clone();
        Ok((Arc::new(bench), own))
    }
}

/// What was found so far.
struct Judged<'a> {
    places: Places<'a>,
    results: Vec<PolicyResult>,
    /// What is wrong with the policies themselves, by their files.
    faults: BTreeMap<String, (Source, Vec<Finding>)>,
}

impl Judged<'_> {
    /// Asks the policies of a layer.
    fn by(&mut self, stratum: &Stratum, input: &Value) {
        for (policy, said) in stratum.judge.ask(input) {
            let read = said.map_err(|fault| (fault, &rules::FAILED)).and_then(|said| {
                let fault = |message| (Fault { message, place: None, timed_out: false }, &rules::RESULT);
                outcome::read(&said).map_err(fault)
            });
            match read {
                Ok(outcome) => {
                    outcome.hits.into_iter().for_each(|hit| self.places.add(&policy, hit));
                    self.results.push(PolicyResult { policy, subjects: outcome.subjects, failed: outcome.failed });
                }
                Err((fault, rule)) => {
                    let file = fault.place.as_ref().map_or(&policy.file, |(file, ..)| file);
                    let source =
                        || stratum.loaded.sources.get(file).or_else(|| stratum.loaded.sources.get(&policy.file));
                    let (source, findings) = self
                        .faults
                        .entry(file.clone())
                        .or_insert_with(|| (source().cloned().unwrap_or_default(), Vec::new()));
                    findings.push(fault.finding(rule, source));
                }
            }
        }
    }
}
