//! Answers that are missing: all at once, in a table, with the flag that gives each.

use std::fmt::Write as _;

use super::args::flag;
use crate::diagnostics::{Finding, Report};
use crate::manifest::node::Origin;

/// The rule that a missing answer breaks.
const MISSING: &str = "manifest/missing";

/// Takes the answers that nobody gave out of a report. What is missing inside a part of a file stays a finding: there
/// is a line to show.
pub(super) fn split(report: &Report) -> (Vec<Finding>, Report) {
    let nowhere = |finding: &Finding| finding.rule.id == MISSING && !matches!(finding.origin, Origin::File { .. });
    let (missing, wrong) = report.findings.iter().cloned().partition(nowhere);
    (missing, Report { findings: wrong, ..report.clone() })
}

/// A line for each answer: its place in the manifest, the flag, and what it means.
///
/// `defaults_taken` says that `--yes` was given, and so is no advice.
pub(super) fn table(missing: &[Finding], defaults_taken: bool) -> String {
    let rows: Vec<(String, String, &str)> = missing
        .iter()
        .map(|finding| {
            let path = finding.path();
            let flag = flag(&path);
            let meaning =
                finding.help.as_deref().and_then(|help| help.split_once(": ")).map_or("", |(_, meaning)| meaning);
            (path, flag, meaning)
        })
        .collect();
    let paths = rows.iter().map(|(path, ..)| path.len()).max().unwrap_or(0);
    let flags = rows.iter().map(|(_, flag, _)| flag.len()).max().unwrap_or(0);
    let mut out = match missing {
        [_] => "error: an answer is missing\n".to_owned(),
        _ => format!("error: {} answers are missing\n", missing.len()),
    };
    for (path, flag, meaning) in &rows {
        let _ = writeln!(out, "  {path:<paths$}  {flag:<flags$}  {meaning}");
    }
    out.push_str(if defaults_taken {
        "help: these have no default: give them by flags or by a file (--from)\n"
    } else {
        "help: give them by flags or by a file (--from), take defaults with --yes, or run in a terminal to be asked\n"
    });
    out.push_str("nothing was written");
    out
}
