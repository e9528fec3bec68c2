//! Annotations of GitHub Actions: one workflow command a line.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use super::{Document, place};
use crate::diagnostics::{Finding, Report, Severity};

/// The findings as commands to the runner. It shows ten errors, ten warnings and ten notices of a step.
pub(super) fn annotations(document: &Document<'_>) -> String {
    let of = |report| move |finding| annotation(document, report, finding);
    document.reports.iter().flat_map(|report| report.findings.iter().map(of(report))).collect()
}

fn annotation(document: &Document<'_>, report: &Report, finding: &Finding) -> String {
    let command = match (&finding.waived, finding.severity) {
        (Some(_), _) => "notice",
        (None, Severity::Error) => "error",
        (None, Severity::Warning) => "warning",
    };
    let mut properties = Vec::new();
    if let Some(file) = place::file(&document.base, report) {
        properties.push(format!("file={}", property(file.path())));
    }
    if let Some(region) = place::region(report, finding) {
        properties.push(format!("line={},col={}", region.line, region.column));
        properties.push(format!("endLine={},endColumn={}", region.end_line, region.end_column));
    }
    let title = format!("{}: {}", finding.rule.id, finding.rule.summary);
    properties.push(format!("title={}", property(&title)));
    let mut message = finding.message.clone();
    for more in finding.help.iter().cloned().chain(finding.waived.as_ref().map(super::told)) {
        message.push('\n');
        message.push_str(&more);
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            // A log is read in a terminal, too.
            control if control.is_control() => out.extend(control.escape_debug()),
            other => out.push(other),
        }
    }
    out
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
