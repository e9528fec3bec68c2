//! Findings for people: the place with the line shown, what is wrong, why, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin as Place, Renderer, Snippet};

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
    let level = match (&finding.waived, finding.severity) {
        (Some(_), _) => Level::INFO.with_name("waived"),
        (None, Severity::Error) => Level::ERROR,
        (None, Severity::Warning) => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&finding.message).id(finding.rule.id.as_ref()));
    match (&report.source, &finding.origin) {
        (Some(source), Origin::File { start, end }) => {
            let mark = AnnotationKind::Primary.span(span(&source.text, *start, *end));
            let mark = if finding.pointer.is_empty() { mark } else { mark.label(finding.path()) };
            group = group.element(Snippet::source(&*source.text).path(&source.path).annotation(mark));
        }
        (_, Origin::Flag(flag)) => group = group.element(Level::NOTE.message(format!("given by {flag}"))),
        (_, Origin::Prompt) => group = group.element(Level::NOTE.message(format!("answered for {}", finding.path()))),
        (source, Origin::File { .. } | Origin::Default) => {
            if let Some(source) = source {
                group = group.element(Place::path(&source.path));
            }
            if !finding.pointer.is_empty() {
                group = group.element(Level::NOTE.message(format!("at {}", finding.path())));
            }
        }
    }
    group = group.element(Level::NOTE.message(finding.rule.why.as_ref()));
    if let Some(waived) = &finding.waived {
        let (id, approver, ticket) = (&waived.id, &waived.approver, &waived.ticket);
        let note =
            format!("{id} lets it stand to the end of {}: {} ({approver}, {ticket})", waived.expires, waived.reason);
        group = group.element(Level::NOTE.message(note));
    } else if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// What is underlined: from `start` to `end` or to the end of the line, widened to whole characters.
pub(super) fn span(text: &str, start: usize, end: usize) -> Range<usize> {
    let start = boundary(text, start.min(text.len()), Side::Before);
    let line = text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at);
    let end = end.clamp(start, line.max(start));
    start..boundary(text, end, Side::After)
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The nearest boundary between two characters.
fn boundary(text: &str, mut at: usize, side: Side) -> usize {
    while !text.is_char_boundary(at) {
        match side {
            Side::Before => at -= 1,
            Side::After => at += 1,
        }
    }
    at
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_underlined_ends_with_the_line_and_cuts_no_character() {
        assert_eq!(span("a: b\nc: d", 3, 99), 3..4);
        assert_eq!(span("a: b\r\nc: d", 3, 5), 3..4);
        assert_eq!(span("\u{FEFF}a", 0, 1), 0..3);
        assert_eq!(span("aé", 2, 2), 1..3);
        assert_eq!(span("", 0, 1), 0..0);
        assert_eq!(span("a", 9, 12), 1..1);
    }
}
