//! From an error of a template to its place in the template.

use std::path::{Component, Path, PathBuf};

use crate::diagnostics::{Finding, Report, Rule, Severity, Source};
use crate::error::{Error, Result};
use crate::manifest::node::Origin;

/// A template that renders.
pub static RENDER: Rule = Rule::new(
    "pack/render",
    "Every template renders, for every product that the pack is tried with",
    "what a look at the text cannot see, a product shows",
);

/// A report about a template that could not be rendered. Any other error stays one.
pub(super) fn report(error: Error, folder: &Path) -> Result<Report> {
    let (template, message) = match error {
        Error::Template { template, message } => (template, message),
        Error::Pack { message } => (String::new(), message),
        other => return Err(other),
    };
    // The engine shows the line by itself, behind ` --> template:line:column`.
    let (first, rest) = message.split_once('\n').unwrap_or((&message, ""));
    let place = rest.split_once("--> ").and_then(|(_, rest)| rest.lines().next());
    let parts: Vec<&str> = place.map(|place| place.rsplitn(3, ':').collect()).unwrap_or_default();
    let (named, position) = match parts.as_slice() {
        [column, line, name] => (*name, line.parse::<usize>().ok().zip(column.parse::<usize>().ok())),
        _ => (template.as_str(), None),
    };
    let name = if named.is_empty() { template.as_str() } else { named };
    let cause = rest.lines().rev().find_map(|line| line.strip_prefix(": ")).unwrap_or_default();
    let said = if cause.is_empty() { first.to_owned() } else { format!("{first}: {cause}") };
    // `./x` reads better as `x`.
    let path: PathBuf = folder.join(name).components().filter(|part| *part != Component::CurDir).collect();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let origin = match position.filter(|_| !text.is_empty()) {
        Some((line, column)) => span(&text, line, column),
        None => Origin::Default,
    };
    let finding = Finding {
        rule: RENDER.shared(),
        severity: Severity::Error,
        pointer: String::new(),
        origin,
        message: if name.is_empty() { said } else { format!("{name}: {said}") },
        help: Some("`mesh-cli pack lint` finds most of what can be wrong with a template".to_owned()),
        suggestion: None,
        waived: None,
    };
    let source = (!name.is_empty()).then(|| Source::new(path.display().to_string(), text));
    Ok(Report::new(source, vec![finding]))
}

/// The word at a line and a column, both from 1.
fn span(text: &str, line: usize, column: usize) -> Origin {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    let offset: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let start = (start + offset).min(text.len());
    let word = text[start..].find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(text.len() - start);
    Origin::File { start, end: start + word.max(1) }
}
