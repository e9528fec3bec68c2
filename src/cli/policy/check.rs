//! `mesh-cli policy check`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::json;

use super::known::KnownArgs;
use super::score::{ScoreArgs, Scores};
use crate::cli::as_of::AsOf;
use crate::cli::pack_choice::PackArgs;
use crate::cli::report_format::ReportArgs;
use crate::cli::waivers::{Run, settle};
use crate::cli::{Outcome, Shell, interrupt, usage};
use crate::diagnostics::output::{Document, Judged, Section};
use crate::diagnostics::{Finding, Report, Severity, plural};
use crate::error::{Error, Result};
use crate::fleet;
use crate::manifest::document;
use crate::manifest::value::Date;
use crate::mesh;
use crate::policy::waiver::{Product, Settled, Standing, of_evolution, of_mesh};
use crate::policy::{Bundle, Evaluation, Policy, Sets, Subject};
use crate::product;

/// Judge products by all policies: each finding with its line, the reason and the remedy
///
/// A manifest that stands alone, of ours or of a form that a pack knows, is judged by what it says.
///
/// Exits 0 when no policy is broken, 1 when there are errors, and 2 when there is nothing to check.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy check
  mesh-cli policy check orders/order_events
  mesh-cli policy check contracts/orders.yaml
  mesh-cli policy check domains --all --format json")]
pub(super) struct Args {
    /// Products: their folders, their manifests, or folders below which --all finds them
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Every product below the folders, or those of them that their mesh.yaml lists
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    score: ScoreArgs,

    #[command(flatten)]
    known: KnownArgs,

    #[command(flatten)]
    as_of: AsOf,

    #[command(flatten)]
    report: ReportArgs,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let manifests = manifests(&args.paths, args.all)?;
    let sets = Sets::new(args.packs.named()?.map(Arc::new))?;
    let as_of = args.as_of.day();
    let mut judged = judge(&manifests, &sets, as_of)?;
    for (evaluation, manifest) in judged.evaluations.iter().zip(&judged.manifests) {
        if let Some(form) = &evaluation.read_as {
            shell.say(&format!("note: {} is read as {form}", manifest.display()));
        }
    }
    let settled = settle_all(&mut judged, &sets, args)?;
    let scores = Scores::of(&judged, &args.score);
    let known = args.known.hide(&mut judged, &settled, &sets, args, as_of)?;
    judged.reports.extend(settled.reports);
    judged.reports.extend(known.mended);
    let reports = &judged.reports;
    let rules = judged.policies.values().map(|policy| rule(policy));
    let mut document = Document::new("policy check", reports).judged_by(rules).section(scores.section());
    if let Some(section) = known.section {
        document = document.section(section);
    }
    document = document.section(pinned(&judged.bundles));
    args.report.give(&document, shell)?;
    if args.report.is_human() {
        shell.say(&summary(&judged));
    }
    let errors: usize = reports.iter().map(Report::errors).sum();
    Ok(if errors > 0 || !scores.below.is_empty() { Outcome::Findings } else { Outcome::Fine })
}

/// Marks what waivers let stand.
fn settle_all(judged: &mut AllJudged, sets: &Sets, args: &Args) -> Result<Settled> {
    let products = judged.products();
    let products: Vec<Product<'_>> = products.iter().map(|(id, root, _)| Product { id, root }).collect();
    let mut rules = of_evolution(false);
    rules.extend(of_mesh(false));
    let standing = |policy: &Policy, judged| (policy.id.clone(), Standing { waivable: policy.waivable, judged });
    // Waivers of a mesh may speak of policies of domains that this run has no product of.
    for set in sets.loaded() {
        rules.extend(set.all()?.iter().map(|policy| standing(policy, false)));
    }
    rules.extend(judged.policies.values().map(|policy| standing(policy, true)));
    let whole = if args.all { args.paths.as_slice() } else { &[] };
    let run = Run { as_of: args.as_of.day(), rules: &rules, all_known: true, whole };
    settle(&products, &mut judged.reports, &run)
}

impl Args {
    /// Whether every product of the mesh was judged.
    pub(super) fn is_whole(&self) -> bool {
        self.all && self.paths.iter().any(|path| path.join(mesh::FILE_NAME).is_file())
    }
}

/// Which policies judged, for programs.
fn pinned(bundles: &[Bundle]) -> Section {
    Section {
        key: "policies",
        title: "Policies".to_owned(),
        headings: Vec::new(),
        rows: Vec::new(),
        json: json!(bundles),
        text: String::new(),
    }
}

/// What was judged, and by how much.
fn summary(judged: &AllJudged) -> String {
    let (policies, products) = (judged.policies.len(), judged.evaluations.len());
    let policies = if policies == 1 { "1 policy".to_owned() } else { format!("{policies} policies") };
    format!("judged {} by {policies}", plural(products, "product"))
}

/// The manifests that are meant. A file that is named is one.
fn manifests(paths: &[PathBuf], all: bool) -> Result<Vec<PathBuf>> {
    let mut manifests = Vec::new();
    for path in paths {
        if all {
            manifests.extend(fleet::find(path)?.into_iter().map(|member| member.root.join(document::FILE_NAME)));
        } else if path.is_file() {
            manifests.push(path.clone());
        } else {
            manifests.push(product::find(path)?.join(document::FILE_NAME));
        }
    }
    if manifests.is_empty() {
        let shown: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(usage(
            format!("there is no product below {}", shown.join(", ")),
            "name the folder that holds the products, as `mesh-cli policy check --all products`",
        ));
    }
    Ok(manifests)
}

/// What the policies say of all products of a run.
pub(super) struct AllJudged {
    /// The manifest of each product, in the order in which they were given.
    manifests: Vec<PathBuf>,
    /// What came of each of them.
    pub evaluations: Vec<Evaluation>,
    /// What is wrong: with the policies, then with the products, each file once.
    pub reports: Vec<Report>,
    /// The policies that judged, by their ids.
    pub policies: BTreeMap<String, Arc<Policy>>,
    /// What pins those of organisations and of domains.
    bundles: Vec<Bundle>,
}

impl AllJudged {
    /// The id, the folder and the manifest of each product.
    pub(super) fn products(&self) -> Vec<(String, PathBuf, PathBuf)> {
        let ids = self.evaluations.iter().map(|one| one.product.clone());
        ids.zip(&self.manifests).map(|(id, manifest)| (id, folder(manifest).to_owned(), manifest.clone())).collect()
    }
}

/// The folder that a manifest is in.
fn folder(manifest: &Path) -> &Path {
    manifest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn judge(manifests: &[PathBuf], sets: &Sets, as_of: Date) -> Result<AllJudged> {
    let one = |manifest: &PathBuf| -> Result<_> {
        if interrupt::requested() {
            return Err(Error::Interrupted);
        }
        let subject = Subject::read_file(manifest)?;
        sets.of(&subject.root)?.check(&subject, as_of)
    };
    let evaluations: Vec<Evaluation> = manifests.par_iter().map(one).collect::<Result<_>>()?;
    let domains: BTreeSet<&str> = evaluations.iter().filter_map(|one| one.domain.as_deref()).collect();
    let (mut reports, mut bundles) = (Vec::new(), Vec::new());
    for set in sets.loaded() {
        reports.extend(set.reports(domains.iter().copied())?);
        for bundle in set.bundles(domains.iter().copied())? {
            if !bundles.contains(&bundle) {
                bundles.push(bundle);
            }
        }
    }
    reports.extend(evaluations.iter().flat_map(|evaluation| evaluation.reports.iter().cloned()));
    let results = evaluations.iter().flat_map(|evaluation| &evaluation.results);
    let policies = results.map(|result| (result.policy.id.clone(), Arc::clone(&result.policy))).collect();
    Ok(AllJudged { manifests: manifests.to_vec(), evaluations, reports: each_once(reports), policies, bundles })
}

/// One report for each file: what is wrong with a policy is said once, however many products it judges.
fn each_once(reports: Vec<Report>) -> Vec<Report> {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    let mut each: Vec<Report> = Vec::new();
    for report in reports {
        let path = report.source.as_ref().map(|source| source.path.clone()).unwrap_or_default();
        let Some(at) = files.get(&path) else {
            files.insert(path, each.len());
            each.push(report);
            continue;
        };
        let known = &mut each[*at].findings;
        for finding in report.findings {
            let said = |other: &Finding| {
                other.rule.id == finding.rule.id && other.origin == finding.origin && other.message == finding.message
            };
            if !known.iter().any(said) {
                known.push(finding);
            }
        }
    }
    each
}

/// A policy as reports know it.
fn rule(policy: &Policy) -> Judged {
    Judged {
        rule: policy.rule.clone(),
        severity: match policy.severity {
            crate::mesh::PolicySeverity::Error => Severity::Error,
            _ => Severity::Warning,
        },
        category: Some(policy.category.clone()),
        remedy: Some(policy.remediation.clone()),
    }
}
