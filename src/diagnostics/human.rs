//! Findings for people: the place with the line shown, what is wrong, why, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Finding, Report, Severity};
use crate::manifest::node::Origin;

/// Renders a report for a terminal. The closing line counts the findings.
pub fn render(report: &Report, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut screen = String::new();
    for finding in &report.findings {
        screen.push_str(&renderer.render(&groups(report, finding)));
        screen.push_str("\n\n");
    }
    screen
}

fn groups<'a>(report: &'a Report, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&finding.message).id(finding.rule.id));
    match (&report.source, &finding.origin) {
        (Some(source), Origin::File { start, end }) => {
            let end = (*end).clamp(*start, source.text.len()).min(end_of_line(&source.text, *start));
            let span = (*start).min(source.text.len())..end.max(*start).min(source.text.len());
            group = group.element(
                Snippet::source(&source.text)
                    .path(&source.path)
                    .annotation(AnnotationKind::Primary.span(span).label(finding.path())),
            );
        }
        (_, Origin::Flag(flag)) => group = group.element(Level::NOTE.message(format!("given by {flag}"))),
        (_, Origin::Prompt) => group = group.element(Level::NOTE.message(format!("answered for {}", finding.path()))),
        _ if !finding.pointer.is_empty() => {
            group = group.element(Level::NOTE.message(format!("at {}", finding.path())));
        }
        _ => {}
    }
    group = group.element(Level::NOTE.message(finding.rule.why));
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

fn end_of_line(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at)
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
