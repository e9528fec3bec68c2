//! JUnit: a suite per product, a test case per rule.

use indexmap::IndexMap;
use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::{Document, Judged, place};
use crate::diagnostics::{Finding, Report, Severity};

/// The document as a test report.
pub(super) fn suites(document: &Document<'_>) -> String {
    let rules = document.all_rules();
    let mut products: IndexMap<String, Vec<&Report>> = IndexMap::new();
    for report in document.reports {
        products.entry(name(document, report)).or_default().push(report);
    }
    let mut suites = Suites::new(format!("{} {}", env!("CARGO_PKG_NAME"), document.command));
    for (product, reports) in products {
        let mut suite = TestSuite::new(product);
        suite.add_test_cases(rules.iter().map(|judged| case(document, &reports, judged)));
        suites.add_test_suite(suite);
    }
    // Into memory: it does not fail.
    let text = suites.to_string().unwrap_or_default();
    // The library leaves out control characters; these two are none, and XML has no place for them either.
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn name(document: &Document<'_>, report: &Report) -> String {
    let file = || place::file(&document.base, report).map(|file| file.path().to_owned());
    report.product.clone().or_else(file).unwrap_or_else(|| document.command.to_owned())
}

fn case(document: &Document<'_>, reports: &[&Report], judged: &Judged) -> TestCase {
    let broken: Vec<(&Report, &Finding)> = reports
        .iter()
        .flat_map(|report| report.findings.iter().map(move |finding| (*report, finding)))
        .filter(|(_, finding)| finding.rule.id == judged.rule.id)
        .collect();
    let told = |findings: &[(&Report, &Finding)]| -> String {
        let line = |(report, finding): &(&Report, &Finding)| line(document, report, finding);
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let (waived, standing): (Vec<_>, Vec<_>) = broken.iter().partition(|(_, finding)| finding.waived.is_some());
    let (errors, warnings): (Vec<_>, Vec<_>) =
        standing.into_iter().partition(|(_, finding)| finding.severity == Severity::Error);
    let mut status = match (errors.as_slice(), waived.as_slice()) {
        ([], []) => TestCaseStatus::success(),
        ([], [_, ..]) => TestCaseStatus::skipped(),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    if let Some((_, first)) = errors.first() {
        let more = if errors.len() == 1 { String::new() } else { format!(" (and {} more)", errors.len() - 1) };
        status.set_message(format!("{}{more}", first.message)).set_type(&*judged.rule.id);
        status.set_description(told(&errors));
    } else if let Some(told) = waived.first().and_then(|(_, finding)| finding.waived.as_ref()).map(super::told) {
        status.set_message(told);
    }
    let mut case = TestCase::new(&*judged.rule.id, status);
    case.set_classname(judged.category.as_deref().unwrap_or(document.command));
    if let Some((report, finding)) = broken.first() {
        place_of(document, report, finding, &mut case);
    }
    // A warning fails no test.
    let beside = warnings.iter().chain(&waived).copied().collect::<Vec<_>>();
    if !beside.is_empty() {
        case.set_system_out(told(&beside));
    }
    case
}

/// Where it is, in the attributes that readers of JUnit files look for.
fn place_of(document: &Document<'_>, report: &Report, finding: &Finding, case: &mut TestCase) {
    if let Some(file) = place::file(&document.base, report) {
        case.extra.insert(XmlString::new("file"), XmlString::new(file.path()));
    }
    if let Some(region) = place::region(report, finding) {
        case.extra.insert(XmlString::new("line"), XmlString::new(region.line.to_string()));
    }
}

/// A finding in a line.
fn line(document: &Document<'_>, report: &Report, finding: &Finding) -> String {
    let level = match (&finding.waived, finding.severity) {
        (Some(_), _) => "waived",
        (None, Severity::Error) => "error",
        (None, Severity::Warning) => "warning",
    };
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}: {level}: {}{help}", place::line(&document.base, report, finding), finding.message)
}
