//! Findings for programs. The shape is versioned; see the book's reference.

use serde_json::{Value as Json, json};

use super::{Finding, Report, Source, fingerprints};
use crate::manifest::node::Origin;

/// The version of the JSON shape below.
const FORMAT_VERSION: u32 = 1;

/// A report as JSON: `formatVersion`, `errors`, `warnings` and `findings`.
pub fn report_json(report: &Report) -> Json {
    reports_json(std::slice::from_ref(report))
}

/// Reports about several files, in the shape of one.
pub fn reports_json(reports: &[Report]) -> Json {
    let findings = reports.iter().flat_map(|report| {
        let with_print = report.findings.iter().zip(fingerprints(report));
        with_print.map(|(finding, print)| one(report, finding, &print)).collect::<Vec<_>>()
    });
    json!({
        "formatVersion": FORMAT_VERSION,
        "errors": reports.iter().map(Report::errors).sum::<usize>(),
        "warnings": reports.iter().map(Report::warnings).sum::<usize>(),
        "waived": reports.iter().map(Report::waived).sum::<usize>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn one(report: &Report, finding: &Finding, fingerprint: &str) -> Json {
    json!({
        "rule": finding.rule.id,
        "severity": finding.severity,
        "path": finding.path(),
        "pointer": finding.pointer,
        "message": finding.message,
        "why": finding.rule.why,
        "help": finding.help,
        "location": location(finding, report.source.as_ref()),
        "product": report.product,
        "fingerprint": fingerprint,
        "waived": finding.waived,
    })
}

fn location(finding: &Finding, source: Option<&Source>) -> Json {
    match (&finding.origin, source) {
        (Origin::File { start, end }, Some(source)) => {
            let (line, column) = source.position(*start);
            let (end_line, end_column) = source.position(*end);
            json!({ "file": source.path, "line": line, "column": column, "endLine": end_line, "endColumn": end_column })
        }
        (Origin::Flag(flag), _) => json!({ "flag": flag }),
        // What is wrong with a file as a whole.
        (Origin::Default, Some(source)) if finding.pointer.is_empty() => json!({ "file": source.path }),
        _ => Json::Null,
    }
}
