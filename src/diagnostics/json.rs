//! Findings for programs. The shape is versioned; see the book's reference.

use serde_json::{Value as Json, json};

use super::{Finding, Report, Source};
use crate::manifest::node::Origin;

/// The version of the JSON shape below.
const FORMAT_VERSION: u32 = 1;

/// A report as JSON: `formatVersion`, `errors`, `warnings` and `findings`.
pub fn report_json(report: &Report) -> Json {
    json!({
        "formatVersion": FORMAT_VERSION,
        "errors": report.errors(),
        "warnings": report.warnings(),
        "findings": report.findings.iter().map(|finding| one(finding, report.source.as_ref())).collect::<Vec<_>>(),
    })
}

fn one(finding: &Finding, source: Option<&Source>) -> Json {
    json!({
        "rule": finding.rule.id,
        "severity": finding.severity,
        "path": finding.path(),
        "pointer": finding.pointer,
        "message": finding.message,
        "why": finding.rule.why,
        "help": finding.help,
        "location": location(&finding.origin, source),
    })
}

fn location(origin: &Origin, source: Option<&Source>) -> Json {
    match (origin, source) {
        (Origin::File { start, end }, Some(source)) => {
            let (line, column) = source.position(*start);
            let (end_line, end_column) = source.position(*end);
            json!({ "file": source.path, "line": line, "column": column, "endLine": end_line, "endColumn": end_column })
        }
        (Origin::Flag(flag), _) => json!({ "flag": flag }),
        _ => Json::Null,
    }
}
