//! The policies that judge the products of one layer: those of all layers above it, and its own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::bundle::{self, Bundle};
use super::judge::Judge;
use super::load::{Loaded, load};
use super::metadata::Reads;
use super::model::{Layer, Policy};
use super::module::{self, Module};
use super::rules;
use super::settings::{Settings, escaped};
use crate::diagnostics::{Finding, Report, Source};
use crate::error::Result;
use crate::mesh::PolicySeverity;

/// The policies that one layer owns, with the settings that count.
#[derive(Clone)]
pub(super) struct Stratum {
    pub loaded: Arc<Loaded>,
    pub policies: Vec<Arc<Policy>>,
    pub judge: Arc<Judge>,
    /// What pins the policies, where they are of the folders of a domain.
    pub bundles: Vec<Bundle>,
}

/// The policies that judge the products of one layer.
#[derive(Clone)]
pub(super) struct Bench {
    /// The uppermost layer first.
    pub strata: Vec<Stratum>,
    /// What is wrong with this layer's own policies and settings.
    pub reports: Vec<Report>,
    /// What some policy reads beyond the manifest.
    pub reads: BTreeSet<Reads>,
}

/// What a layer brings.
pub(super) struct Brings<'a> {
    pub settings: Settings<'a>,
    /// The text that the settings stand in.
    pub source: &'a Source,
    /// The files of its own.
    pub modules: Vec<Module>,
    /// What is wrong with the files.
    pub reports: Vec<Report>,
    /// What is wrong with the settings so far.
    pub findings: Vec<Finding>,
}

impl Bench {
    /// The policies of the organisation, before any settings.
    pub(super) fn of_packs(modules: Vec<Module>, reports: Vec<Report>, limit: Option<Duration>) -> Result<Self> {
        let loaded = load(modules, reports, &[], &|module| Layer::Organisation(module.owner.clone()));
        let policies = loaded.policies.clone();
        let judge = Arc::new(Judge::new(&loaded, &policies, limit)?);
        let reports = loaded.reports.clone();
        Ok(Self::new(vec![Stratum { loaded: Arc::new(loaded), policies, judge, bundles: Vec::new() }], reports))
    }

    /// Policies that use what these share, and are judged apart from them: their ids may be the same.
    pub(super) fn apart(&self, modules: Vec<Module>, reports: Vec<Report>, limit: Option<Duration>) -> Result<Stratum> {
        let helpers: Vec<Loaded> = self.strata.iter().map(|stratum| stratum.loaded.helpers_alone()).collect();
        let above: Vec<&Loaded> = helpers.iter().collect();
        let loaded = load(modules, reports, &above, &|module| Layer::Organisation(module.owner.clone()));
        let policies = loaded.policies.clone();
        let judge = Arc::new(Judge::new(&loaded, &policies, limit)?);
        Ok(Stratum { loaded: Arc::new(loaded), policies, judge, bundles: Vec::new() })
    }

    /// The policies of a layer below this one.
    pub(super) fn below(&self, brings: Brings<'_>, limit: Option<Duration>) -> Result<Self> {
        let Brings { settings, source, modules, reports, mut findings } = brings;
        let mut strata = self.strata.clone();
        let mut all = Vec::new();
        if !modules.is_empty() || !reports.is_empty() {
            let above: Vec<&Loaded> = self.strata.iter().map(|stratum| &*stratum.loaded).collect();
            let layer = settings.layer.clone();
            let bundles = bundle::of_folders(&modules, |_| layer.clone());
            let loaded = load(modules, reports, &above, &|_| layer.clone());
            all.extend(loaded.reports.iter().cloned());
            let policies = loaded.policies.clone();
            let judge = Arc::new(Judge::new(&loaded, &policies, limit)?);
            strata.push(Stratum { loaded: Arc::new(loaded), policies, judge, bundles });
        }
        for stratum in &mut strata {
            let (policies, more) = settings.over(&stratum.policies);
            findings.extend(more);
            let same = policies.iter().zip(&stratum.policies).all(|(new, old)| Arc::ptr_eq(new, old));
            if !same {
                stratum.judge = Arc::new(Judge::new(&stratum.loaded, &policies, limit)?);
                stratum.policies = policies;
            }
        }
        let known = strata.iter().flat_map(|stratum| &stratum.policies).map(|policy| policy.id.as_str());
        findings.extend(settings.unknown(&known));
        if !findings.is_empty() {
            all.insert(0, Report::new(Some(source.clone()), findings));
        }
        Ok(Self::new(strata, all))
    }

    fn new(strata: Vec<Stratum>, reports: Vec<Report>) -> Self {
        let judging = strata.iter().flat_map(|stratum| &stratum.policies);
        let reads =
            judging.filter(|policy| policy.severity != PolicySeverity::Off).flat_map(|policy| policy.reads.clone());
        Self { reads: reads.collect(), strata, reports }
    }

    /// Every policy, in the order of the ids.
    pub(super) fn policies(&self) -> Vec<Arc<Policy>> {
        let mut policies: Vec<_> = self.strata.iter().flat_map(|stratum| &stratum.policies).cloned().collect();
        policies.sort_by(|a, b| a.id.cmp(&b.id));
        policies
    }
}

/// The Rego files of the folders that settings name; a folder that is not there is a finding.
pub(super) fn folders(
    folders: &[String],
    root: &Path,
    settings: &Settings<'_>,
) -> Result<(Vec<Module>, Vec<Report>, Vec<Finding>)> {
    let mut all = (Vec::new(), Vec::new(), Vec::new());
    for (index, folder) in folders.iter().enumerate() {
        let path: PathBuf = root.join(folder);
        if path.is_dir() {
            let (modules, reports) = module::of_folder(&path)?;
            all.0.extend(modules);
            all.1.extend(reports);
        } else {
            let pointer = format!("{}/folders/{index}", settings.pointer);
            let message = format!("there is no folder {}", module::from_here(&path));
            all.2.push(
                Finding::at(&rules::UNKNOWN, settings.node, pointer, message)
                    .help("name a folder with policies, relative to this file"),
            );
        }
    }
    Ok(all)
}

/// The pointer of what `mesh.yaml` says of a domain's policies.
pub(super) fn of_domain(domain: &str) -> String {
    format!("/domains/{}/policies", escaped(domain))
}
