//! What policies say of the products of a catalog.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::catalog::gather::quoted;
use crate::catalog::model::{PolicyCategory, PolicyFinding, PolicyVerdict};
use crate::cli::interrupt;
use crate::cli::waivers::{Run, settle};
use crate::diagnostics::{Finding, Report, Severity};
use crate::error::{Error, Result};
use crate::manifest::value::Date;
use crate::mesh::{Survey, Surveyed};
use crate::policy::score::{Score, Scoring, Tally};
use crate::policy::waiver::{Product, Standing, of_evolution};
use crate::policy::{Evaluation, PolicyResult, Sets, Subject};

/// What policies say of each product, by its index in the survey. Waived findings count as broken, as in the score of
/// `policy check`.
pub(super) fn of(survey: &Survey, as_of: Date) -> Result<HashMap<usize, PolicyVerdict>> {
    let sets = Sets::new(None)?;
    let one = |product: &Surveyed| -> Result<Evaluation> {
        if interrupt::requested() {
            return Err(Error::Interrupted);
        }
        sets.of(&product.root)?.check(&Subject::read(&product.root)?, as_of)
    };
    let evaluations: Vec<Evaluation> = survey.products.par_iter().map(one).collect::<Result<_>>()?;
    let mut rules: BTreeMap<String, Standing> = of_evolution(false);
    for set in sets.loaded() {
        rules.extend(
            set.all()?.iter().map(|policy| (policy.id.clone(), Standing { waivable: policy.waivable, judged: true })),
        );
    }
    let ids: Vec<String> = survey.products.iter().map(|product| product.id.to_string()).collect();
    let products: Vec<Product<'_>> =
        ids.iter().zip(&survey.products).map(|(id, product)| Product { id, root: &product.root }).collect();
    let mut reports: Vec<Report> = Vec::new();
    let mut ends = Vec::with_capacity(evaluations.len());
    for evaluation in &evaluations {
        reports.extend(evaluation.reports.iter().cloned());
        ends.push(reports.len());
    }
    settle(&products, &mut reports, &Run { as_of, rules: &rules, all_known: true, whole: &[] })?;
    let mut begin = 0;
    let verdicts = evaluations.iter().zip(ends).enumerate().map(|(at, (evaluation, end))| {
        let verdict = verdict(evaluation, &reports[begin..end]);
        begin = end;
        (at, verdict)
    });
    Ok(verdicts.collect())
}

fn verdict(evaluation: &Evaluation, reports: &[Report]) -> PolicyVerdict {
    let findings = || reports.iter().flat_map(|report| report.findings.iter().map(move |finding| (report, finding)));
    let tally = |result: &PolicyResult| {
        let of_policy = || findings().map(|(_, finding)| finding).filter(|finding| finding.rule.id == result.policy.id);
        let count = |severity| of_policy().filter(|finding| finding.severity == severity).count();
        Tally {
            category: result.policy.category.clone(),
            weight: result.policy.weight,
            subjects: result.subjects,
            failed: result.failed,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            waived: of_policy().filter(|finding| finding.waived.is_some()).count(),
        }
    };
    let tallies: Vec<Tally> = evaluation.results.iter().map(tally).collect();
    let score = Score::of(&tallies, Scoring::default());
    let categories = score.categories.iter().map(|(name, mark)| PolicyCategory {
        name: name.clone(),
        score: mark.points.to_string(),
        grade: mark.points.grade().to_string(),
    });
    let mut shown: Vec<PolicyFinding> = findings().map(|(report, finding)| told(report, finding)).collect();
    shown.sort_by(|a, b| {
        (a.waived_until.is_some(), a.severity, &a.policy).cmp(&(b.waived_until.is_some(), b.severity, &b.policy))
    });
    PolicyVerdict {
        score: score.overall.points.to_string(),
        grade: score.overall.points.grade().to_string(),
        policies: evaluation.results.iter().filter(|result| result.subjects > 0).count(),
        broken: evaluation.results.iter().filter(|result| result.failed > 0).count(),
        categories: categories.collect(),
        findings: shown,
    }
}

fn told(report: &Report, finding: &Finding) -> PolicyFinding {
    PolicyFinding {
        policy: finding.rule.id.to_string(),
        severity: if finding.severity == Severity::Error { "error" } else { "warning" },
        message_html: quoted(&finding.message),
        help_html: finding.help.as_deref().map(quoted),
        line: report.line_of(finding),
        waived_until: finding.waived.as_ref().map(|waived| waived.expires.clone()),
    }
}
