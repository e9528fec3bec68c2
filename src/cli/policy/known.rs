//! What is known of before, and is no reason to fail.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::json;

use super::check::{AllJudged, Args};
use crate::cli::{report_files, usage};
use crate::diagnostics::output::Section;
use crate::diagnostics::{Report, plural};
use crate::error::{Error, Result};
use crate::evolution::history::Past;
use crate::manifest::value::Date;
use crate::policy::baseline::{Baseline, Hidden};
use crate::policy::waiver::Settled;
use crate::policy::{Sets, Subject};

/// What is known of before.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct KnownArgs {
    /// Pass over the findings that this file holds; those that are gone are told
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Pass over what the same policies find in the manifests that the branch began with
    #[arg(long)]
    new_only: bool,

    /// Write what is found to a file for --baseline. Together with --baseline, only what that holds and is still there
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

/// What was hidden.
#[derive(Default)]
pub(super) struct Known {
    /// What the baseline holds and is gone.
    pub mended: Option<Report>,
    /// How much was hidden, when anything was asked for.
    pub section: Option<Section>,
}

impl KnownArgs {
    /// Takes what is known out of the reports, and writes the file that is asked for.
    pub(super) fn hide(
        &self,
        judged: &mut AllJudged,
        settled: &Settled,
        sets: &Sets,
        args: &Args,
        as_of: Date,
    ) -> Result<Known> {
        let products = judged.products();
        let ids: BTreeSet<&str> = products.iter().map(|(id, ..)| id.as_str()).collect();
        let was_judged = |product: &str| args.is_whole() || ids.contains(product);
        let is_policy = |rule: &str| judged.policies.contains_key(rule);
        let lapsed = &settled.lapsed;
        let mut sources = Vec::new();
        let mut known = Known::default();
        // Before anything is hidden.
        let found = self.write_baseline.as_ref().map(|_| Baseline::of(&judged.reports, lapsed, is_policy));
        let earlier = self.new_only.then(|| earlier(judged, sets, as_of)).transpose()?;
        let mut written = found;
        if let Some(path) = &self.baseline {
            let baseline = Baseline::read(path)?;
            let hidden = baseline.hide(&mut judged.reports, lapsed);
            let tightened = self.write_baseline.is_some();
            if !tightened {
                known.mended = baseline.mended(&hidden, was_judged);
            }
            sources.push((path.display().to_string(), hidden.known));
            written = tightened.then(|| baseline.tightened(&hidden, was_judged));
        }
        if let (Some(path), Some(written)) = (&self.write_baseline, written) {
            let hidden = written.hide(&mut judged.reports, lapsed);
            if self.baseline.is_none() {
                sources.push((path.display().to_string(), hidden.known));
            }
            report_files::write_text(path, written.text())?;
        }
        for (told, baseline) in earlier.into_iter().flatten() {
            let Hidden { known, .. } = baseline.hide(&mut judged.reports, lapsed);
            sources.push((told, known));
        }
        known.section = (!sources.is_empty()).then(|| section(&sources));
        Ok(known)
    }
}

fn section(sources: &[(String, usize)]) -> Section {
    let told =
        |(source, count): &(String, usize)| format!("{} of {source}: not shown\n", plural(*count, "known finding"));
    Section {
        key: "known",
        title: "Known findings".to_owned(),
        headings: vec!["Known from", "Findings"],
        rows: sources.iter().map(|(source, count)| vec![source.clone(), count.to_string()]).collect(),
        json: sources.iter().map(|(source, count)| json!({ "source": source, "findings": count })).collect(),
        text: sources.iter().map(told).collect(),
    }
}

/// What the policies find in the manifests that git has, for each repository.
///
/// A policy that reads other files of a product has no say: those that git has are not looked at, and what it finds is new.
fn earlier(judged: &AllJudged, sets: &Sets, as_of: Date) -> Result<Vec<(String, Baseline)>> {
    let files = |policy: &crate::policy::Policy| policy.reads.iter().any(|reads| reads.of_files());
    let counts = |rule: &str| judged.policies.get(rule).is_some_and(|policy| !files(policy));
    let mut by_home: BTreeMap<PathBuf, Vec<(&str, &Path, &Path)>> = BTreeMap::new();
    let products = judged.products();
    for (id, root, manifest) in &products {
        let home = Past::home_of(manifest).ok_or_else(|| {
            let message = format!("{} is in no git repository, so nothing is known of what was before", root.display());
            usage(message, "leave --new-only out, or write what is found to a file with --write-baseline")
        })?;
        by_home.entry(home).or_default().push((id, root, manifest));
    }
    let mut earlier = Vec::new();
    for (home, products) in by_home {
        let past = Past::find(&home, None, products.iter().map(|(_, _, manifest)| *manifest))?;
        let one = |(id, root, manifest): &(&str, &Path, &Path)| -> Result<Vec<Report>> {
            let Some(state) = past.last(manifest, Some(id))? else { return Ok(Vec::new()) };
            let text = String::from_utf8_lossy(&state.bytes).into_owned();
            let subject = Subject::with_text(manifest, text);
            let reports = sets.of(root)?.check(&subject, as_of)?.reports;
            // What it was called before is of no account.
            Ok(reports.into_iter().map(|report| Report { product: Some((*id).to_owned()), ..report }).collect())
        };
        let reports = products.par_iter().map(one).collect::<Result<Vec<_>, Error>>()?.concat();
        earlier.push((past.told().to_owned(), Baseline::of(&reports, &HashSet::new(), counts)));
    }
    Ok(earlier)
}
